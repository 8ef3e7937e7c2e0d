import type { FormSource } from '@quancheng/pack-sdk';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { queryRecords } from '../../data/libraries/index.ts';
import { getCurrent, type Definition } from '../../work/definitions/index.ts';
import { fillForm, type FilledForm } from '../../work/forms/index.ts';
import type { ItemVersion } from '../items/index.ts';
import { listAnsweringLicences, takeForCase } from '../licence-uses/index.ts';
import type { Applicant } from './applicant.ts';
import type { CaseDeps } from './deps.ts';
import { caseErrors } from './errors.ts';
import { sitePhotos } from './fetches.ts';
import type { CaseMaterial, CaseRow } from './model.ts';

/** The form of an item as one applicant meets it. */
export interface OpenedForm {
  definition: Definition<FormSource>;
  filled: FilledForm;
  /** By which records and licences of the applicant materials are met, first choice first. */
  met: ReadonlyMap<string, readonly Meeting[]>;
}

/** A record or licence that meets a material where the answers say the same as it. */
export interface Meeting {
  met: NonNullable<CaseMaterial['met']>;
  /** Field of the form and what it must say; empty meets whatever is applied for. */
  when: Readonly<Record<string, unknown>>;
}

/** Opens a form for an applicant: looks up what the libraries hold, so that it is not asked again. */
export async function openForm(
  ctx: Context,
  { catalogue }: Pick<CaseDeps, 'catalogue'>,
  item: ItemVersion,
  applicant: Applicant,
): Promise<OpenedForm> {
  const definition = await getCurrent<FormSource>(ctx, 'form', item.content.form);
  // One's own data needs no purpose; a clerk at a window and an agent have theirs.
  const reader: Context = {
    ...ctx,
    purpose: ctx.purpose ?? (applicant.channel === 'window' ? 'case-intake' : 'form-filling'),
  };
  const base = {
    applicant: { id: applicant.id, kind: applicant.kind, name: applicant.name, division: applicant.division },
    account: accountOf(ctx, applicant),
    today: dateOf(ctx.now),
  };
  const filled = await fillForm(definition.content, base, {
    query: (resource, where) => queryRecords(reader, catalogue, resource, where),
    describe: (resource) => {
      const { source, agencyName } = catalogue.get(resource);
      return { name: source['x-name'], agency: agencyName };
    },
  });
  return { definition, filled, met: await metMaterials(reader, catalogue, item, applicant) };
}

/** Who fills in the form; at a window it is the one who sits there, not the clerk who types. */
function accountOf({ actor }: Context, applicant: Applicant): { personId: string | null; name: string } {
  if (applicant.filer) return applicant.filer;
  if (applicant.channel === 'window')
    return { personId: applicant.kind === 'person' ? applicant.id : null, name: applicant.name };
  return actor.kind === 'account'
    ? { personId: actor.personId, name: actor.name }
    : { personId: null, name: '' };
}

async function metMaterials(
  ctx: Context,
  catalogue: CaseDeps['catalogue'],
  item: ItemVersion,
  applicant: Applicant,
) {
  const met = new Map<string, Meeting[]>();
  for (const material of item.content.materials) {
    const licences = await byLicences(ctx, material, applicant);
    const isMet = licences.some(({ when }) => Object.keys(when).length === 0);
    const records = isMet ? [] : await byRecords(ctx, catalogue, material, applicant);
    met.set(material.id, [...licences, ...records]);
  }
  return met;
}

type Material = ItemVersion['content']['materials'][number];

async function byLicences(ctx: Context, material: Material, applicant: Applicant): Promise<Meeting[]> {
  const { licence, metBy, match = {} } = material;
  const code = licence ?? (metBy?.kind === 'licence' ? metBy.code : undefined);
  if (code === undefined) return [];
  const held = await listAnsweringLicences(ctx, applicant, code, Object.keys(match));
  return held.map(({ id, number, fields }) => ({
    met: { kind: 'licence', code, id, number },
    when: whenOf(match, fields),
  }));
}

async function byRecords(
  ctx: Context,
  catalogue: CaseDeps['catalogue'],
  { metBy, match = {} }: Material,
  applicant: Applicant,
): Promise<Meeting[]> {
  if (metBy?.kind !== 'resource') return [];
  const where = subjectOf(catalogue, metBy.code, applicant);
  if (!where) return [];
  const records = await queryRecords(ctx, catalogue, metBy.code, where, {
    fields: ['id', ...Object.keys(match)],
  });
  return records.map((record) => ({ met: { ...metBy, id: record.id }, when: whenOf(match, record) }));
}

function whenOf(match: Readonly<Record<string, string>>, held: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(match).map(([own, asked]) => [asked, held[own] ?? null]));
}

/** By what a material is met where these are the answers. */
export function metBy(
  { met }: Pick<OpenedForm, 'met'>,
  material: string,
  answers: Readonly<Record<string, unknown>>,
): CaseMaterial['met'] {
  const fits = ({ when }: Meeting) =>
    Object.entries(when).every(([name, value]) => value !== null && value === answers[name]);
  return met.get(material)?.find(fits)?.met;
}

/** The records of a resource that are about the applicant; an entity's own record is found by its id. */
function subjectOf(
  catalogue: CaseDeps['catalogue'],
  code: string,
  applicant: Applicant,
): Record<string, string> | undefined {
  const { source } = catalogue.get(code);
  if (
    (code === 'legal-entity' && applicant.kind === 'entity') ||
    (code === 'person' && applicant.kind === 'person')
  )
    return { id: applicant.id };
  const subject = source['x-subjects'].find(
    ({ kind, field }) => kind === applicant.kind || field === 'holderId',
  );
  return subject && { [subject.field]: applicant.id };
}

/** Answers with what is locked taken from its source, whatever was sent. */
export function withLocked(
  { filled }: OpenedForm,
  answers: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const locked = Object.entries(filled.sources).filter(([, source]) => source.locked);
  return { ...answers, ...Object.fromEntries(locked.map(([name]) => [name, filled.prefilled[name]])) };
}

/** What is handed in is one's own, or was in the case before. Errors: `case.not-my-file`. */
export async function requireFiles(
  ctx: Context,
  { files }: Pick<CaseDeps, 'files'>,
  given: readonly { fileId: string }[],
  kept: readonly CaseMaterial[],
): Promise<void> {
  for (const { fileId } of given) {
    if (kept.some((material) => material.fileId === fileId)) continue;
    const file = await files.find(ctx, fileId);
    if (!file || ctx.actor.kind !== 'account' || file.accountId !== ctx.actor.accountId)
      throw caseErrors.notMyFile();
  }
}

/** Materials that officials added: they stay whatever the applicant hands in. */
export function ofOfficials(materials: readonly CaseMaterial[]): CaseMaterial[] {
  return materials.filter(isOfOfficials);
}

function isOfOfficials({ id }: { id: string }): boolean {
  return id.startsWith(sitePhotos);
}

/** Materials with these files in place of those given before; what meets one already stays, as at the hand-in. */
export function withFiles(
  before: readonly CaseMaterial[],
  given: readonly { id: string; fileId: string }[],
): CaseMaterial[] {
  const files = new Map(given.filter((file) => !isOfOfficials(file)).map(({ id, fileId }) => [id, fileId]));
  const met = before.filter(({ id, met }) => met !== undefined && !(files.has(id) && met.kind === 'licence'));
  const kept = met.map(({ id, met }) => ({ id, met, ...fileOf(id) }));
  const others = [...files.keys()].filter((id) => !met.some((material) => material.id === id));
  return [...kept, ...others.map((id) => ({ id, ...fileOf(id) })), ...ofOfficials(before)];

  function fileOf(id: string) {
    const fileId = files.get(id);
    return fileId === undefined ? {} : { fileId };
  }
}

/** The materials of a case: what is held, what was handed in; a needed one that is neither is refused. */
export async function checkMaterials(
  ctx: Context,
  { files }: Pick<CaseDeps, 'files'>,
  item: ItemVersion,
  opened: Pick<OpenedForm, 'met'>,
  {
    form,
    materials: given,
    kept,
  }: {
    form: Readonly<Record<string, unknown>>;
    materials: readonly { id: string; fileId: string }[];
    kept: readonly CaseMaterial[];
  },
): Promise<CaseMaterial[]> {
  await requireFiles(ctx, { files }, given, kept);
  const materials = item.content.materials.map(({ id }): CaseMaterial => {
    const file = given.find((entry) => entry.id === id);
    // Who hands in a file of their own does not give the licence.
    const met = metBy(opened, id, form);
    const held = file && met?.kind === 'licence' ? undefined : met;
    return { id, ...(held ? { met: held } : {}), ...(file ? { fileId: file.fileId } : {}) };
  });
  const missing = item.content.materials.filter(
    (material, index) => material.need === 'needed' && !materials[index]?.met && !materials[index]?.fileId,
  );
  if (missing.length > 0) {
    const fields = missing.map(({ id, name }) => ({
      path: `/materials/${id}`,
      text: { zh: `请上传“${name.zh}”。`, en: `Upload “${name.en}”.` },
    }));
    throw caseErrors.materialMissing({ count: missing.length }, fields);
  }
  return materials;
}

/** Records that a case takes licences as its materials. Errors: `case.licence-gone` for one that counts no more. */
export async function takeLicences(ctx: Context, item: ItemVersion, row: CaseRow): Promise<void> {
  for (const { id, met } of row.materials) {
    if (met?.kind !== 'licence' || met.id === undefined) continue;
    const name = item.content.materials.find((material) => material.id === id)?.name;
    const isTaken = await takeForCase(ctx, {
      licenceId: met.id,
      materialId: id,
      matter: `${item.content.name}：${name?.zh ?? id}`,
      agencyId: row.agencyId,
      caseId: row.id,
      caseNumber: row.number,
    });
    if (!isTaken) throw caseErrors.licenceGone({ name: name ?? id });
  }
}
