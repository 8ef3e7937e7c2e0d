import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import { addDays, longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { Catalogue } from '../../data/catalogue/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import { accountIdOf, expectLevel } from '../../subject/accounts/index.ts';
import { findCurrent } from '../../work/definitions/index.ts';
import { fieldsOf, findLicence, stateOn, typeOf, type LicenceRow } from '../licences/index.ts';
import { licenceUseErrors } from './errors.ts';
import { hashOfCode } from './grants.ts';
import type { Ground, Law, UseByCode, UseByGrant, UseByLaw } from './model.ts';
import { agenciesOf, companyOf, countProgram, personOf, type Party } from './parties.ts';
import {
  countGrantUse,
  findGrant,
  findGrantByCode,
  findGrantFor,
  findNewestId,
  insertUse,
  keepLicence,
  type GrantRow,
} from './store.ts';

const dayMs = 24 * 3_600_000;

export interface UseDeps {
  catalogue: Catalogue;
  /** The id of a case by its number, where the caller may see it. */
  findCase: (ctx: Context, number: string) => Promise<string | undefined>;
}

/** What was used, and under what. */
interface Use {
  licence: LicenceRow;
  party: Party;
  ground: Ground;
  grant: GrantRow | null;
  law: Law | null;
  allowed: readonly string[];
}

/**
 * Uses a licence by its holder's grant to an agency of the caller, or to a company that the caller acts for. Errors:
 * `licence-use.not-granted`, `licence-use.expired`, `licence-use.used-up`, `licence-use.other-fields`,
 * `licence-use.not-valid`, `licence-use.unknown-case`.
 */
export async function useByGrant(
  ctx: Context,
  deps: UseDeps,
  { number: given, company, ...asked }: UseByGrant,
) {
  await countProgram(ctx);
  const number = given.trim().toUpperCase();
  const agencies = company === undefined ? await agenciesOf(ctx) : [];
  const asCompany = company === undefined ? undefined : await companyOf(ctx, deps.catalogue, company);
  const whose = asCompany ?? { agencyIds: agencies.map(({ agencyId }) => agencyId) };
  const grant = await findGrantFor(ctx, number, whose, asked.fields ?? []);
  const party = asCompany ?? agencies.find(({ agencyId }) => agencyId === grant?.agencyId);
  if (!grant || !party) throw licenceUseErrors.notGranted();
  return useGranted(ctx, deps, grant, party, 'grant', asked);
}

/**
 * Uses a licence by a code that its holder showed. Errors: as `useByGrant`, `licence-use.unknown-code`, and
 * `licence-use.whole-paper` where fields are named with a code for the paper.
 */
export async function useByCode(ctx: Context, deps: UseDeps, { code, company, ...asked }: UseByCode) {
  await countProgram(ctx);
  const grant = await findGrantByCode(ctx, hashOfCode(code));
  if (!grant) throw licenceUseErrors.unknownCode();
  const party =
    company === undefined
      ? ((await agenciesOf(ctx))[0] ?? personOf(ctx))
      : await companyOf(ctx, deps.catalogue, company);
  return useGranted(ctx, deps, grant, party, 'code', asked);
}

type Asked = Pick<UseByGrant, 'fields' | 'matter' | 'caseNumber'>;

async function useGranted(
  ctx: Context,
  deps: UseDeps,
  grant: GrantRow,
  party: Party,
  ground: 'grant' | 'code',
  asked: Asked,
) {
  refuse(ctx, grant);
  if (grant.paper) {
    // A paper shows whole numbers and may be kept.
    expectLevel(ctx, 2);
    // Whoever has it sees all that it says: a record of less would be untrue.
    if (asked.fields !== undefined) throw licenceUseErrors.wholePaper();
  }
  const licence = await getNewest(ctx, grant.number);
  const use: Use = { licence, party, ground, grant, law: null, allowed: grant.fields };
  // The last thing that can fail: what is refused is not counted.
  const { useId, answered } = await answerUse(ctx, deps, use, asked);
  const used = await countGrantUse(ctx, grant.id);
  if (used === undefined) {
    refuse(ctx, (await findGrant(ctx, grant.id)) ?? grant);
    throw ground === 'code' ? licenceUseErrors.unknownCode() : licenceUseErrors.notGranted();
  }
  const paper = grant.paper ? { useId, until: paperUntil(ctx.now, grant.validUntil).toISOString() } : null;
  return { ...answered, left: grant.most - used, paper };
}

/**
 * From when on whoever used a code for the paper can fetch it no longer: a day after they used it, or the end of the
 * grant's last day (a civil date) if that comes first. Their fetches count as one.
 */
export function paperUntil(usedAt: Date, validUntil: string): Date {
  const grantEnds = Date.parse(`${addDays(validUntil, 1)}T00:00:00+08:00`);
  return new Date(Math.min(usedAt.getTime() + dayMs, grantEnds));
}

/** Says why a grant does not hold; nothing where it does. */
function refuse(ctx: Context, { validUntil, most, used }: GrantRow): void {
  if (validUntil < dateOf(ctx.now)) throw licenceUseErrors.expired({ day: longDate(validUntil) });
  if (used >= most) throw licenceUseErrors.usedUp({ most });
}

/**
 * Uses a licence by law: the licence type names agency, law and fields, and nobody writes a law of their own. Errors:
 * `licence-use.not-granted` for whatever the agency may not use, whether it exists or not; else as `useByGrant`.
 */
export async function useByLaw(ctx: Context, deps: UseDeps, { number, ground, ...asked }: UseByLaw) {
  await countProgram(ctx);
  const id = await findNewestId(ctx, number.trim().toUpperCase());
  const licence = id === undefined ? undefined : await findLicence(ctx, id);
  if (!licence) throw licenceUseErrors.notGranted();
  // What the law allows is what it says today, not when the licence was issued.
  const type = await findCurrent<LicenceTypeSource>(ctx, 'licenceType', licence.typeCode);
  const lawful = type?.content.lawfulUses?.find((use) => use.id === ground);
  const party = (await agenciesOf(ctx)).find(({ slug }) => lawful?.agencies.includes(slug));
  if (!lawful || !party) throw licenceUseErrors.notGranted();
  const use: Use = { licence, party, ground: 'law', grant: null, law: lawful.law, allowed: lawful.fields };
  const { answered } = await answerUse(ctx, deps, use, asked);
  return { ...answered, left: null, paper: null };
}

async function getNewest(ctx: Context, number: string): Promise<LicenceRow> {
  const id = await findNewestId(ctx, number);
  const licence = id === undefined ? undefined : await findLicence(ctx, id);
  if (!licence) throw licenceUseErrors.notGranted();
  return licence;
}

/** Reads what is asked and allowed, and leaves the record and the access record in the same transaction. */
async function answerUse(ctx: Context, deps: UseDeps, use: Use, asked: Asked) {
  const { party, ground, grant, law, allowed } = use;
  const others = (asked.fields ?? []).filter((name) => !allowed.includes(name));
  if (others.length > 0) throw licenceUseErrors.otherFields({ fields: others.join(', ') });
  const licence = await getValid(ctx, use.licence);
  const type = await typeOf(ctx, licence);
  const wanted = asked.fields ?? allowed;
  const fields = fieldsOf(licence, type, false).filter(({ name }) => wanted.includes(name));
  const caseId = await caseOf(ctx, deps, asked.caseNumber);
  const { number: record, id } = await insertUse(ctx, {
    licenceId: licence.id,
    licenceNumber: licence.number,
    holderId: licence.holderId,
    agencyId: party.kind === 'agency' ? party.agencyId : null,
    postId: party.kind === 'agency' ? party.postId : null,
    companyId: party.kind === 'company' ? party.companyId : null,
    partyName: party.kind === 'agency' ? null : party.name,
    accountId: accountIdOf(ctx),
    ground,
    grantId: grant?.id ?? null,
    law,
    fields: wanted,
    matter: asked.matter.trim(),
    caseId,
    caseNumber: asked.caseNumber ?? null,
    materialId: null,
  });
  recordAccess({ ...ctx, purpose: 'licence-use' }, [
    {
      subjectKind: licence.holderKind,
      subjectId: licence.holderId,
      resource: `licence.${licence.typeCode}`,
      fields: wanted,
      ...(caseId === null ? {} : { caseId, caseNumber: asked.caseNumber ?? '' }),
      ...(party.kind === 'agency' ? { postId: party.postId } : {}),
    },
  ]);
  ctx.record({
    action: 'licence.use',
    entity: 'licence',
    entityId: licence.id,
    detail: { useId: id, ground },
  });
  ctx.publish({ type: 'licence.used', subjectId: licence.id, payload: { useId: id, ground } });
  const answered = {
    record,
    at: ctx.now.toISOString(),
    number: licence.number,
    type: licence.typeCode,
    typeName: type.name,
    issuer: { zh: licence.issuerZh, en: licence.issuerEn },
    state: 'valid' as const,
    validFrom: licence.validFrom,
    validUntil: licence.validUntil,
    fields,
    ground,
  };
  return { useId: id, answered };
}

const stateWords: Readonly<Record<ReturnType<typeof stateOn>, Text>> = {
  valid: { zh: '有效', en: 'valid' },
  expired: { zh: '已过期', en: 'expired' },
  suspended: { zh: '暂停使用', en: 'suspended' },
  revoked: { zh: '已撤销', en: 'revoked' },
  cancelled: { zh: '已注销', en: 'cancelled' },
  superseded: { zh: '已换发', en: 'replaced' },
};

/**
 * The licence as it stands now; who would revoke it waits until this use is recorded. Errors: `licence-use.not-valid`.
 */
export async function getValid(ctx: Context, { id }: LicenceRow): Promise<LicenceRow> {
  await keepLicence(ctx, id);
  const licence = await findLicence(ctx, id);
  if (!licence) throw licenceUseErrors.notGranted();
  const state = stateOn(licence, dateOf(ctx.now));
  if (state !== 'valid') throw licenceUseErrors.notValid({ state: stateWords[state] });
  return licence;
}

async function caseOf(ctx: Context, deps: UseDeps, number: string | undefined): Promise<string | null> {
  if (number === undefined) return null;
  const id = await deps.findCase(ctx, number.trim().toUpperCase());
  if (id === undefined) throw licenceUseErrors.unknownCase({ number });
  return id;
}
