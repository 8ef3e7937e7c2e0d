import type { FormSource, ResourceSource } from '@quancheng/pack-sdk';
import { sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { recordAccess, type Look } from '../../subject/access/index.ts';
import { listRepresentatives } from '../../subject/mandates/index.ts';
import { findMarks } from '../../data/libraries/index.ts';
import type { Order } from '../../work/payments/index.ts';
import type { CaseDeps } from './deps.ts';
import type { CaseRow } from './model.ts';
import { coveringPosts, isFiledAtWindow } from './parts.ts';
import type { CaseEvent, CaseParty } from './store.ts';

/** What access records of cases name besides the questions of their forms. */
export const caseParts: Readonly<Record<string, Text>> = {
  applicantName: { zh: '申请人姓名或名称', en: 'Name of the applicant' },
  actorName: { zh: '经办人姓名', en: 'Name of the one who acted' },
  partyName: { zh: '姓名', en: 'Name' },
  confirmation: { zh: '是否确认', en: 'Whether it was confirmed' },
  reasons: { zh: '核验结果和依据', en: 'What was checked and found' },
  decision: { zh: '规则的结论', en: 'What the rules found' },
  process: { zh: '办理过程', en: 'Course of the case' },
};

/** A case as its page shows it. */
interface ShownCase {
  row: CaseRow;
  form: FormSource;
  parties: readonly CaseParty[];
  events: readonly CaseEvent[];
  orders: readonly Order[];
}

/**
 * Records a look at a case for everyone whose data it shows, each with what it shows of them: the applicant,
 * those who acted for them, the other parties, and those whom looked-up records are about.
 */
export async function recordCaseLook(
  ctx: Context,
  { catalogue }: Pick<CaseDeps, 'catalogue'>,
  shown: ShownCase,
): Promise<void> {
  const { row } = shown;
  if (ctx.actor.kind !== 'account') return;
  const seen: Seen = new Map();
  note(seen, row.applicantKind, row.applicantId, ['applicantName', ...Object.keys(row.form)]);
  await addPeople(ctx, catalogue, shown, seen);
  await addRecords(ctx, catalogue, shown, seen);
  const post = coveringPosts(ctx, row)[0];
  const common = { resource: 'service-case', caseId: row.id, caseNumber: row.number };
  // A clerk who filed it for someone at a window goes on with the work for which that one came.
  const looker = isFiledAtWindow(ctx, row) ? { ...ctx, purpose: ctx.purpose ?? 'case-intake' } : ctx;
  recordAccess(
    looker,
    [...seen].map(([subjectId, { kind, fields }]) => ({
      subjectKind: kind,
      subjectId,
      fields: [...fields],
      ...common,
      ...(post ? { postId: post.id } : {}),
    })),
  );
}

/** Which fields were seen, by subject. */
type Seen = Map<string, { kind: Look['subjectKind']; fields: Set<string> }>;

function note(seen: Seen, kind: Look['subjectKind'], id: string, fields: readonly string[]): void {
  if (fields.length === 0) return;
  seen.set(id, { kind, fields: new Set([...(seen.get(id)?.fields ?? []), ...fields]) });
}

async function addPeople(
  ctx: Context,
  catalogue: CaseDeps['catalogue'],
  { row, form, parties, events, orders }: ShownCase,
  seen: Seen,
): Promise<void> {
  const actors = await peopleWhoActed(ctx, row, events, orders);
  for (const { personId } of parties) actors.delete(personId);
  for (const id of actors) note(seen, 'person', id, ['actorName']);
  if (row.agentPersonId !== null) note(seen, 'person', row.agentPersonId, answersOfAgent(form, row));
  for (const { personId, state } of parties)
    note(seen, 'person', personId, state === 'asked' ? ['confirmation'] : ['partyName', 'confirmation']);
  // The register names who represents an entity, and so does its form.
  const heads = row.applicantKind === 'entity' ? await listRepresentatives(ctx, row.applicantId) : [];
  const named = new Set([...actors, ...parties.map(({ personId }) => personId), ...heads]);
  named.delete(row.applicantId);
  for (const [id, { name, keys }] of await findMarks(ctx, catalogue, 'person', [...named]))
    note(seen, 'person', id, answersThatSay(form, row, [name, ...keys]));
}

/** Those whom the history or a payment names in the place of the applicant; a clerk who filed it at a window acts for none. */
async function peopleWhoActed(
  ctx: Context,
  row: CaseRow,
  events: readonly CaseEvent[],
  orders: readonly Order[],
): Promise<Set<string>> {
  const acted = events.filter(({ actorKind }) => actorKind === 'applicant').map(({ accountId }) => accountId);
  const paid = orders.filter(({ paidAt }) => paidAt !== null).map(({ payerAccountId }) => payerAccountId);
  // Whoever filed it is the applicant or the agent, whom the case names.
  const accounts = new Set([...acted, ...paid].filter((id) => id !== null && id !== row.accountId));
  const people = new Set(row.agentPersonId === null ? [] : [row.agentPersonId]);
  if (accounts.size === 0) return people;
  const { rows } = await sql<{ personId: string }>`select person_id from account
    where id = any(${[...accounts]}::uuid[]) and person_id is not null`.execute(ctx.tx);
  for (const { personId } of rows) if (personId !== row.applicantId) people.add(personId);
  return people;
}

/** Answers that an agent gave about themselves: what was filled from their own record, and where to call them. */
function answersOfAgent(form: FormSource, { form: answers, applicantKind }: CaseRow): string[] {
  const subjectsOf = (lookup: string | undefined) =>
    Object.values(form['x-lookups']?.[lookup ?? '']?.where ?? {});
  return Object.entries(form.properties)
    .filter(([name, field]) => {
      if (answers[name] === undefined) return false;
      const subjects = subjectsOf(field['x-from']?.lookup);
      if (subjects.includes('account.personId')) return true;
      const isOfPrincipal = applicantKind === 'person' && subjects.includes('applicant.id');
      return field['x-widget'] === 'phone' && !isOfPrincipal;
    })
    .map(([name]) => name);
}

/** Answers in words of one's own that say one of these; a choice or a date that happens to be the same says nothing. */
function answersThatSay(
  form: FormSource,
  { form: answers }: CaseRow,
  words: readonly (string | null)[],
): string[] {
  return Object.entries(form.properties)
    .filter(([name, { type, enum: choices, format }]) => {
      if (type !== 'string' || choices !== undefined || format !== undefined) return false;
      const answer = answers[name];
      return typeof answer === 'string' && answer !== '' && words.includes(answer);
    })
    .map(([name]) => name);
}

/** What the process looked up for its rules, as far as the answers or the reasons show it. */
async function addRecords(
  ctx: Context,
  catalogue: CaseDeps['catalogue'],
  { row, form }: ShownCase,
  seen: Seen,
): Promise<void> {
  for (const { variable, code, record } of await recordsOf(ctx, row)) {
    const source = catalogue.find(code)?.source;
    if (!source) continue;
    const isReason = row.reasons.some(({ inputs }) =>
      inputs.some(({ name }) => new RegExp(`\\b${variable}\\b`).test(name)),
    );
    const fields = [...answersThatSay(form, row, marksOf(source, record)), ...(isReason ? ['reasons'] : [])];
    for (const { kind, field } of source['x-subjects']) {
      const id = record[field];
      if (typeof id === 'string') note(seen, kind, id, fields);
    }
  }
}

function marksOf(source: ResourceSource, record: Readonly<Record<string, unknown>>): string[] {
  return ['name', ...source['x-key']]
    .map((field) => record[field])
    .filter((value) => typeof value === 'string');
}

interface LookedUp {
  variable: string;
  code: string;
  record: Record<string, unknown>;
}

/** The records that the process of a case keeps, with the resource of each. */
async function recordsOf(ctx: Context, { instanceId }: CaseRow): Promise<LookedUp[]> {
  if (instanceId === null) return [];
  const { rows } = await sql<{ variable: string; code: string; value: unknown }>`
    select s.key as variable, s.value->>'resource' as code, i.variables->s.key as value
    from process_instance i, jsonb_each(coalesce(i.variables->'sources', '{}')) s
    where i.id = ${instanceId}`.execute(ctx.tx);
  return rows.flatMap(({ variable, code, value }) =>
    (Array.isArray(value) ? value : [value])
      .filter((record) => record !== null && typeof record === 'object')
      .map((record) => ({ variable, code, record })),
  );
}
