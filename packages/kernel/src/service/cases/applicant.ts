import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { findRecord } from '../../data/libraries/index.ts';
import { findEntrusted, findMandate, mandateErrors } from '../../subject/mandates/index.ts';
import type { ItemVersion } from '../items/index.ts';
import type { CaseDeps } from './deps.ts';
import { caseErrors } from './errors.ts';
import type { CaseRow } from './model.ts';
import { isOnlyEntrusted } from './standing.ts';

/** For whom a case is, and who files it. */
export interface Applicant {
  kind: 'person' | 'entity';
  id: string;
  name: string;
  division: string | null;
  /** The person who acts for the applicant; null for the applicant in person. */
  agentPersonId: string | null;
  channel: 'portal' | 'window' | 'api';
  /** Who filed it, where another goes on by a mandate for this case alone: it stays filled from that one's records. */
  filer?: { personId: string | null; name: string };
}

/** A person or company at a window, by the papers they show. */
export interface WindowApplicant {
  kind: 'person' | 'entity';
  /** Identity number or credit code. */
  number: string;
  name: string;
}

interface ApplicantInput {
  onBehalfOf?: string | undefined;
  /** The case that stands, which a mandate may be for. */
  caseId?: string | undefined;
  channel: 'portal' | 'api';
}

/** Finds the applicant of a request and checks that the caller may act for it in this item. */
export async function findApplicant(
  ctx: Context,
  deps: Pick<CaseDeps, 'catalogue'>,
  item: ItemVersion,
  input: ApplicantInput & { window?: WindowApplicant | undefined },
): Promise<Applicant> {
  const applicant = input.window
    ? await atWindow(ctx, deps, input.window)
    : await online(ctx, deps, item, input);
  const objects = item.content.serviceObjects;
  const fits = applicant.kind === 'person' ? objects.includes(1) : objects.some((object) => object !== 1);
  if (!fits) {
    throw caseErrors.applicantKind({
      kind: objects.includes(1) ? '个人 / a person' : '企业等组织 / a company or organisation',
    });
  }
  return applicant;
}

/** The applicant of a case that stands, for the one who goes on with it: at a window the clerk who filed it. */
export async function findApplicantOf(
  ctx: Context,
  deps: Pick<CaseDeps, 'catalogue'>,
  item: ItemVersion,
  row: CaseRow,
): Promise<Applicant> {
  if (row.channel === 'window' && ctx.actor.kind === 'account' && ctx.actor.accountId === row.accountId)
    return stillAtWindow(ctx, deps, row);
  const channel = row.channel === 'api' ? 'api' : 'portal';
  const input = { channel, onBehalfOf: row.applicantId, caseId: row.id } as const;
  const applicant = await findApplicant(ctx, deps, item, input);
  return (await isOnlyEntrusted(ctx, row)) ? { ...applicant, filer: await filerOf(ctx, row) } : applicant;
}

async function filerOf(ctx: Context, row: CaseRow): Promise<NonNullable<Applicant['filer']>> {
  const { channel, accountId, applicantKind, applicantId, applicantName: name } = row;
  if (channel === 'window') return { personId: applicantKind === 'person' ? applicantId : null, name };
  const { rows } = await sql<{ personId: string | null; name: string }>`
    select person_id, name from account where id = ${accountId}`.execute(ctx.tx);
  return rows[0] ?? { personId: null, name };
}

/** Papers were shown when the case was filed; whom it is for does not change. */
async function stillAtWindow(
  ctx: Context,
  deps: Pick<CaseDeps, 'catalogue'>,
  { applicantKind: kind, applicantId: id, applicantName: name }: CaseRow,
): Promise<Applicant> {
  if (ctx.purpose !== 'case-intake') throw platformErrors.purposeNeeded();
  const record = await findRecord(ctx, deps.catalogue, kind === 'person' ? 'person' : 'legal-entity', { id });
  if (!record) throw caseErrors.unknownApplicant();
  return { kind, id, name, division: divisionOf(kind, record), agentPersonId: null, channel: 'window' };
}

async function online(
  ctx: Context,
  deps: Pick<CaseDeps, 'catalogue'>,
  item: ItemVersion,
  input: ApplicantInput,
): Promise<Applicant> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null) throw platformErrors.forbidden();
  const { channel } = input;
  const personId = actor.personId;
  if (input.onBehalfOf === undefined || input.onBehalfOf === personId) {
    const record = await findRecord(ctx, deps.catalogue, 'person', { id: personId });
    return {
      kind: 'person',
      id: personId,
      name: actor.name,
      division: textOf(record?.['registeredDivision']),
      agentPersonId: null,
      channel,
    };
  }
  const mandate =
    (await findMandate(ctx, personId, input.onBehalfOf, item.code)) ??
    (input.caseId === undefined ? undefined : await findEntrusted(ctx, personId, input.caseId));
  if (!mandate || mandate.principalId !== input.onBehalfOf) throw mandateErrors.none();
  const kind = mandate.principalKind;
  const reader: Context = { ...ctx, purpose: ctx.purpose ?? 'form-filling' };
  const resource = kind === 'person' ? 'person' : 'legal-entity';
  const record = await findRecord(reader, deps.catalogue, resource, { id: input.onBehalfOf });
  if (!record) throw mandateErrors.none();
  const division = divisionOf(kind, record);
  return { kind, id: record.id, name: String(record['name']), division, agentPersonId: personId, channel };
}

async function atWindow(
  ctx: Context,
  deps: Pick<CaseDeps, 'catalogue'>,
  window: WindowApplicant,
): Promise<Applicant> {
  if (ctx.purpose !== 'case-intake') throw platformErrors.purposeNeeded();
  const person = window.kind === 'person';
  const record = await findRecord(
    ctx,
    deps.catalogue,
    person ? 'person' : 'legal-entity',
    person ? { idNumber: window.number } : { creditCode: window.number },
  );
  // Number and name must agree, so that nobody reads records by trying numbers.
  if (!record || record['name'] !== window.name) throw caseErrors.unknownApplicant();
  return {
    kind: window.kind,
    id: record.id,
    name: window.name,
    division: divisionOf(window.kind, record),
    agentPersonId: null,
    channel: 'window',
  };
}

function divisionOf(kind: Applicant['kind'], record: Readonly<Record<string, unknown>>): string | null {
  return textOf(record[kind === 'person' ? 'registeredDivision' : 'division']);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
