import { createHash, randomInt } from 'node:crypto';
import { addYears, longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import type { Catalogue } from '../../data/catalogue/index.ts';
import { findRecord } from '../../data/libraries/index.ts';
import { accountIdOf, expectLevel } from '../../subject/accounts/index.ts';
import { creditCodeProblem } from '../../subject/identifiers/index.ts';
import { listMandatesOf } from '../../subject/mandates/index.ts';
import { getAgencyBySlug } from '../../subject/organisation/index.ts';
import {
  findLicence,
  holdersOf,
  licenceErrors,
  stateOn,
  typeOf,
  type LicenceRow,
} from '../licences/index.ts';
import { licenceUseErrors } from './errors.ts';
import type { NewCode, NewGrant, NewPaperCode } from './model.ts';
import { countOpenGrants, insertGrant, lockGrant, saveRevoked, type GrantValues } from './store.ts';

const mostOpen = 50;
const mostYears = 1;

/** A licence of the caller or of whom the caller acts for; others are not there. Errors: `licence.not-found`. */
export async function getHeld(ctx: Context, id: string): Promise<LicenceRow> {
  const licence = await findLicence(ctx, id);
  if (!licence || !(await holdersOf(ctx)).includes(licence.holderId)) throw licenceErrors.notFound();
  return licence;
}

const byLaw: ReadonlySet<string> = new Set(['parent', 'guardian', 'representative']);

/** To give others what a licence says takes its holder, or who stands for the holder by law: an agent reads it only. */
export async function mayGrant(ctx: Context, holderId: string): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null) return false;
  if (actor.personId === holderId) return true;
  const mandates = await listMandatesOf(ctx, actor.personId);
  return mandates.some(
    ({ principalId, kind, scope }) => principalId === holderId && byLaw.has(kind) && scope.length === 0,
  );
}

/**
 * Grants an agency or a company the use of some fields of a licence. Errors: `licence.not-found`,
 * `licence-use.not-yours`, `licence-use.only-valid`, `licence-use.other-fields`, `licence-use.term`,
 * `licence-use.unknown-company`, `licence-use.too-many`, `platform.not-found` for an unknown agency.
 */
export async function grantUse(
  ctx: Context,
  catalogue: Catalogue,
  licenceId: string,
  { agency, company, most, ...given }: NewGrant,
): Promise<string> {
  const licence = await admit(ctx, licenceId, given);
  if ((agency === undefined) === (company === undefined)) throw platformErrors.invalidInput();
  const grantee =
    company === undefined
      ? { agencyId: (await getAgencyBySlug(ctx, agency ?? '')).id, companyId: null, companyName: null }
      : { agencyId: null, ...(await companyOf(ctx, catalogue, company.trim().toUpperCase())) };
  return save(ctx, licence, { ...grantee, codeHash: null, most, paper: false }, given);
}

/** Grants one use to whoever bears the code that this answers; it is kept as a digest. Errors: as `grantUse`. */
export async function grantByCode(
  ctx: Context,
  licenceId: string,
  given: NewCode,
): Promise<{ id: string; code: string }> {
  const licence = await admit(ctx, licenceId, given);
  const code = newCode();
  return { id: await save(ctx, licence, bearerOf(code), given), code };
}

/**
 * Grants whoever bears the code that this answers the paper itself: its sealed files, once. Errors: as `grantUse`.
 */
export async function grantPaper(
  ctx: Context,
  licenceId: string,
  given: NewPaperCode,
): Promise<{ id: string; code: string }> {
  const licence = await admit(ctx, licenceId, { ...given, fields: [] });
  // The paper says all that the licence says.
  const fields = (await typeOf(ctx, licence)).fields.map(({ name }) => name);
  const code = newCode();
  const bearer = { ...bearerOf(code), paper: true };
  return { id: await save(ctx, licence, bearer, { ...given, fields }), code };
}

function newCode(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function bearerOf(code: string): Grantee {
  const codeHash = hashOfCode(code);
  return { agencyId: null, companyId: null, companyName: null, codeHash, most: 1, paper: false };
}

// Crockford's alphabet: nothing in it is mistaken for something else when read aloud.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** However it was typed or spaced. */
export function hashOfCode(given: string): string {
  const code = given.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return createHash('sha256').update(`licence-use ${code}`).digest('hex');
}

/** Takes a grant back at once. Errors: `licence-use.no-grant`, `licence-use.not-yours`. */
export async function revokeGrant(ctx: Context, id: string): Promise<void> {
  const grant = await lockGrant(ctx, id);
  if (!grant || !(await holdersOf(ctx)).includes(grant.holderId)) throw licenceUseErrors.noGrant();
  if (!(await mayGrant(ctx, grant.holderId))) throw licenceUseErrors.notYours();
  await saveRevoked(ctx, id);
  ctx.record({ action: 'licence-grant.revoke', entity: 'licenceGrant', entityId: id });
}

/** The licence, where the caller may grant these fields of it until that day. */
async function admit(ctx: Context, licenceId: string, { fields, until }: NewCode): Promise<LicenceRow> {
  expectLevel(ctx, 2);
  const licence = await getHeld(ctx, licenceId);
  if (!(await mayGrant(ctx, licence.holderId))) throw licenceUseErrors.notYours();
  const today = dateOf(ctx.now);
  if (stateOn(licence, today) !== 'valid') throw licenceUseErrors.onlyValid();
  const known = new Set((await typeOf(ctx, licence)).fields.map(({ name }) => name));
  const unknown = fields.filter((name) => !known.has(name));
  if (unknown.length > 0) throw licenceUseErrors.otherFields({ fields: unknown.join(', ') });
  const last = addYears(today, mostYears);
  if (until < today || until > last) throw licenceUseErrors.term({ last: longDate(last) });
  return licence;
}

async function companyOf(ctx: Context, catalogue: Catalogue, code: string) {
  const reader: Context = { ...ctx, purpose: 'licence-use' };
  const record =
    creditCodeProblem(code) === undefined
      ? await findRecord(reader, catalogue, 'legal-entity', { creditCode: code }, { fields: ['name'] })
      : undefined;
  if (!record) throw licenceUseErrors.unknownCompany({ code });
  return { companyId: record.id, companyName: String(record['name']) };
}

type Grantee = Pick<GrantValues, 'agencyId' | 'companyId' | 'companyName' | 'codeHash' | 'most' | 'paper'>;

async function save(
  ctx: Context,
  { number, typeCode, holderId }: LicenceRow,
  grantee: Grantee,
  { fields, until, purpose }: NewCode,
): Promise<string> {
  if ((await countOpenGrants(ctx, number)) >= mostOpen) throw licenceUseErrors.tooMany({ limit: mostOpen });
  const id = await insertGrant(ctx, {
    ...grantee,
    number,
    typeCode,
    holderId,
    fields,
    validUntil: until,
    purpose: purpose.trim(),
    grantedBy: accountIdOf(ctx),
  });
  const { agencyId, companyId, most, paper } = grantee;
  ctx.record({
    action: 'licence-grant.give',
    entity: 'licenceGrant',
    entityId: id,
    detail: { number, agencyId, companyId, fields, most, until, paper },
  });
  return id;
}
