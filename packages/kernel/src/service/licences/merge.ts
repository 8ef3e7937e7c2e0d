import { toJson } from '@quancheng/engines/feel';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import { dateOf } from '../../platform/clock/index.ts';
import { postsOf, type Context, type Post } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { defineMessages, getTemplate } from '../../platform/messages/index.ts';
import { fillText } from '../../platform/text/index.ts';
import { tellPeople } from '../../subject/mandates/index.ts';
import { getCurrent } from '../../work/definitions/index.ts';
import { licenceErrors } from './errors.ts';
import { holdersOf, readersOf } from './holders.ts';
import { insertLicence, issueLicence, type IssuedLicence } from './issue.ts';
import { holdsStanding, listPartIds } from './merge-store.ts';
import { typeOf } from './present.ts';
import { compileRule } from './stock-rule.ts';
import {
  findDecidable,
  findLicence,
  getNewestEdition,
  lockLicence,
  saveChange,
  stateOn,
  type LicenceRow,
} from './store.ts';

/** What the holder reads in the inbox; an administrator may change the words. */
defineMessages('licence', [], {
  merge: {
    title: { zh: '您的几份证照已合并为“{licence}”', en: 'Your licences were merged into one “{licence}”' },
    body: {
      zh: '{issuer}把{holder}的几份证照合并成了一份“{licence}”（编号 {number}），从现在起用这一份就行，原来的不再单独使用。原因见“我的证照”。',
      en: '{issuer} merged licences of {holder} into one “{licence}” (number {number}); use this one from now on, and the former ones no more. The reason stands under “My licences”.',
    },
  },
  split: {
    title: {
      zh: '“{licence}”已拆分，原来的证照恢复',
      en: '“{licence}” was parted, and the former ones are back',
    },
    body: {
      zh: '{issuer}把{holder}的“{licence}”（编号 {number}）拆回了原来的几份证照，编号不变，在“我的证照”中查看。',
      en: '{issuer} parted the “{licence}” of {holder} (number {number}) into the former licences, under their numbers; find them under “My licences”.',
    },
  },
});

/**
 * Makes one licence of several that its holder has, by the rule of its type; the parts count no more from the same
 * instant. It ends with the first of them. Errors: `licence.not-merging`, `licence.wrong-parts`, `licence.not-decidable`,
 * `licence.own-licence`, `licence.not-now`, `licence.bad-rule`, `licence.already-held`.
 */
export async function mergeLicences(
  ctx: Context,
  code: string,
  partIds: readonly string[],
  reason: string,
): Promise<IssuedLicence> {
  const { content: type } = await getCurrent<LicenceTypeSource>(ctx, 'licenceType', code);
  const rule = type.merges;
  if (!rule) throw licenceErrors.notMerging({ name: type.name });
  const parts = await getParts(ctx, type, partIds);
  const [first] = parts;
  if (!first) throw platformErrors.notFound();
  const post = getPost(ctx, first);
  const scope = Object.fromEntries(
    rule.parts.map(({ type: partType, as }) => {
      const part = parts.find(({ typeCode }) => typeCode === partType);
      return [as, part && { ...part.fields, number: part.number, ...termOf(part) }];
    }),
  );
  const ends = parts.flatMap(({ validUntil }) => (validUntil === null ? [] : [validUntil])).toSorted();
  const merged = await issueLicence(ctx, {
    type: code,
    holder: { id: first.holderId, kind: first.holderKind, name: first.holderName },
    issuerId: first.issuerId,
    caseId: null,
    fields: evaluateAll(type, 'merges.fields', rule.fields, scope, ctx.now),
    ...(ends[0] === undefined ? {} : { validUntil: ends[0] }),
  });
  for (const part of parts) await end(ctx, part, 'merge', post, reason, merged.id);
  await tell(ctx, first, 'merge', merged);
  return merged;
}

/**
 * Ends a merged licence; what went into it is back as next editions, with what the rule gives back. Errors:
 * `licence.not-merging`, `licence.not-decidable`, `licence.own-licence`, `licence.not-now`, `licence.bad-rule`,
 * `licence.already-held`.
 */
export async function splitLicence(ctx: Context, id: string, reason: string): Promise<IssuedLicence[]> {
  await lockLicence(ctx, id);
  const merged = await getDecidable(ctx, id);
  const post = getPost(ctx, merged);
  const type = await typeOf(ctx, merged);
  const partIds = await listPartIds(ctx, merged.number);
  if (!type.merges || partIds.length === 0) throw licenceErrors.notMerging({ name: type.name });
  // What was suspended stays so: it may not come back in parts.
  if (stateOn(merged, dateOf(ctx.now)) !== 'valid') throw licenceErrors.notNow();
  await end(ctx, merged, 'split', post, reason, null);
  const back: IssuedLicence[] = [];
  for (const partId of partIds) back.push(await giveBack(ctx, type, merged, partId));
  await tell(ctx, merged, 'split', { ...merged, name: type.name });
  return back;
}

/** One each of the types that the rule names, of one holder, valid, and the caller's to decide on. */
async function getParts(
  ctx: Context,
  type: LicenceTypeSource,
  partIds: readonly string[],
): Promise<LicenceRow[]> {
  const parts: LicenceRow[] = [];
  // Always in the same order, so that two who merge at once wait for each other instead of for ever.
  for (const id of partIds.toSorted()) {
    await lockLicence(ctx, id);
    parts.push(await getDecidable(ctx, id));
  }
  const wanted = (type.merges?.parts ?? []).map((part) => part.type);
  const given = parts.map(({ typeCode }) => typeCode);
  const isOneHolder = new Set(parts.map(({ holderId, issuerId }) => `${holderId} ${issuerId}`)).size === 1;
  if (!isOneHolder || given.toSorted().join() !== wanted.toSorted().join()) {
    const names = [];
    for (const code of wanted)
      names.push((await getCurrent<LicenceTypeSource>(ctx, 'licenceType', code)).content.name);
    throw licenceErrors.wrongParts({
      name: type.name,
      parts: { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') },
    });
  }
  const today = dateOf(ctx.now);
  if (parts.some((part) => stateOn(part, today) !== 'valid')) throw licenceErrors.notNow();
  return parts;
}

async function getDecidable(ctx: Context, id: string): Promise<LicenceRow> {
  const licence = await findDecidable(ctx, { id });
  if (!licence) throw licenceErrors.notDecidable();
  if ((await holdersOf(ctx)).includes(licence.holderId)) throw licenceErrors.ownLicence();
  return licence;
}

function getPost({ actor }: Context, { issuerId }: LicenceRow): Post {
  const post = postsOf(actor).find(({ role, agencyId }) => role === 'decider' && agencyId === issuerId);
  if (!post) throw platformErrors.forbidden();
  return post;
}

async function end(
  ctx: Context,
  licence: LicenceRow,
  kind: 'merge' | 'split',
  post: Post,
  reason: string,
  successorId: string | null,
): Promise<void> {
  if (ctx.actor.kind !== 'account') throw platformErrors.forbidden();
  const change = {
    licenceId: licence.id,
    kind,
    accountId: ctx.actor.accountId,
    postId: post.id,
    caseId: null,
    reason: reason.trim(),
    basis: null,
    noticeNumber: null,
    successorId,
  };
  await saveChange(ctx, change, 'superseded');
  const detail = { type: licence.typeCode, ...(successorId === null ? {} : { successor: successorId }) };
  ctx.record({ action: `licence.${kind}`, entity: 'licence', entityId: licence.id, detail });
  ctx.publish({ type: `licence.${kind}`, subjectId: licence.id, payload: detail });
}

async function giveBack(
  ctx: Context,
  mergedType: LicenceTypeSource,
  merged: LicenceRow,
  partId: string,
): Promise<IssuedLicence> {
  const found = await findLicence(ctx, partId);
  if (!found) throw licenceErrors.notFound();
  const part = await getNewestEdition(ctx, { ...found, type: found.typeCode });
  const type = await typeOf(ctx, part);
  if (type.single && (await holdsStanding(ctx, part, dateOf(ctx.now))))
    throw licenceErrors.alreadyHeld({ name: type.name });
  const back = mergedType.merges?.parts.find((entry) => entry.type === part.typeCode)?.back ?? {};
  const scope = { merged: merged.fields, part: part.fields };
  return insertLicence(ctx, type, {
    number: part.number,
    edition: part.edition + 1,
    typeCode: part.typeCode,
    typeId: part.typeId,
    holder: { id: merged.holderId, kind: merged.holderKind, name: merged.holderName },
    issuerId: part.issuerId,
    caseId: null,
    fields: {
      ...part.fields,
      ...evaluateAll(mergedType, `merges.parts.${part.typeCode}`, back, scope, ctx.now),
    },
    ...termOf(part),
  });
}

function termOf({ validFrom, validUntil }: LicenceRow) {
  return { validFrom, validUntil };
}

/** Each field by its rule; a rule that gives nothing would lose what a part says. */
function evaluateAll(
  type: LicenceTypeSource,
  place: string,
  rules: Readonly<Record<string, string>>,
  scope: Readonly<Record<string, unknown>>,
  now: Date,
): Record<string, unknown> {
  const values = Object.entries(rules).map(([field, source]) => {
    const value = toJson(compileRule(type, `${place}.${field}`, source).evaluate(scope, now));
    if (value === null)
      throw licenceErrors.badRule({ name: type.name, place: `${place}.${field}`, problem: 'null' });
    return [field, value];
  });
  return Object.fromEntries(values) as Record<string, unknown>;
}

async function tell(
  ctx: Context,
  holding: LicenceRow,
  kind: 'merge' | 'split',
  { name, number }: Pick<IssuedLicence, 'name' | 'number'>,
): Promise<void> {
  const words = await getTemplate(ctx, `licence.${kind}`);
  const { issuerZh, issuerEn, holderName } = holding;
  const values = { licence: name, issuer: { zh: issuerZh, en: issuerEn }, holder: holderName, number };
  const message = { title: fillText(words.title, values), body: fillText(words.body, values) };
  await tellPeople(ctx, await readersOf(ctx, holding), message);
}
