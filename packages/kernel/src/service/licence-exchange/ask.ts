import Type from 'typebox';
import Value from 'typebox/value';
import type { Catalogue } from '../../data/catalogue/index.ts';
import {
  system,
  type Actor,
  type Context,
  type PurposeCode,
  type UnitOfWork,
} from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import { accountIdOf } from '../../subject/accounts/index.ts';
import { deliver, type Channel, type Letter, type Reply } from './channel.ts';
import { findHolder } from './content.ts';
import { exchangeErrors } from './errors.ts';
import { wantedOf } from './exchange-routes.ts';
import { LicenceMessage, type Ground } from './model.ts';
import { exchangeColumns } from './sealed.ts';
import { findUpper, type Upper } from './upper-store.ts';

export interface Question {
  caseNumber: string;
  /** Law and article, or that the holder agreed. */
  basis: string;
  certificateIdentifier?: string;
  certificateHolderCode?: string;
  certificateTypeCode?: string;
}

/** A question as it was noted. */
export interface Asked {
  id: string;
  accountId: string;
  caseId: string;
  caseNumber: string;
  purpose: PurposeCode;
  basis: string;
  wantedSealed: Buffer;
}

type AskOutcome = 'found' | 'nothing' | 'away' | 'refused';

/** The case by its number, where the caller handles it. */
export type FindCase = (ctx: Context, number: string) => Promise<string | undefined>;

export const Found = Type.Object({ items: Type.Array(LicenceMessage, { maxItems: 100 }) });
export type Found = Type.Static<typeof Found>;

interface Outside {
  unit: UnitOfWork;
  channel: Channel;
}

/**
 * The upper level as one may ask it now. Whoever asks while it is known to be away is told so at once. Errors:
 * `exchange.no-upper`, `exchange.upper-away`.
 */
export async function getUpperNow(ctx: Context): Promise<Upper> {
  const upper = await findUpper(ctx);
  if (!upper) throw exchangeErrors.noUpper();
  if (isAway(upper, ctx.now)) throw exchangeErrors.upperAway();
  return upper;
}

export function isAway({ retryAt }: Upper, now: Date): boolean {
  return retryAt !== null && retryAt > now;
}

/**
 * Notes who asks what, for which case and on which ground, before anything leaves the house. Errors: those of
 * `getUpperNow`, `exchange.unknown-case`, `platform.invalid-input`.
 */
export async function noteQuestion(ctx: Context, findCase: FindCase, question: Question): Promise<string> {
  const { caseNumber, basis, ...wanted } = question;
  const query = wantedOf(wanted);
  if (ctx.purpose === null) throw platformErrors.purposeNeeded();
  const { id: upperId } = await getUpperNow(ctx);
  const caseId = await findCase(ctx, caseNumber);
  if (caseId === undefined || (await isOwnCase(ctx, caseId)))
    throw exchangeErrors.unknownCase({ number: caseNumber });
  const id = newId();
  const { sealed } = await ctx.columns.seal(ctx.tx, exchangeColumns.wanted, id, JSON.stringify(wanted));
  const kind = 'identifier' in query ? 'identifier' : 'holder';
  await sql`
    insert into exchange_ask (id, upper_id, account_id, case_id, case_number, purpose, basis, kind, wanted_sealed, asked_at)
    values (${id}, ${upperId}, ${accountIdOf(ctx)}, ${caseId}, ${caseNumber}, ${ctx.purpose}, ${basis}, ${kind}, ${sealed},
      ${ctx.now})`.execute(ctx.tx);
  ctx.record({ action: 'exchange.ask', entity: 'exchangeAsk', entityId: id, detail: { kind, caseId } });
  return id;
}

/** What one applied for oneself is no ground to look at others. */
async function isOwnCase({ tx, actor }: Context, caseId: string): Promise<boolean> {
  const personId = actor.kind === 'account' ? actor.personId : null;
  const { rows } = await sql`
    select 1 from service_case where id = ${caseId} and ${personId}::uuid in (applicant_id, agent_person_id)`.execute(
    tx,
  );
  return rows.length > 0;
}

/**
 * Puts a question that was noted, once, while no transaction waits for the answer; undefined where it is unknown or was
 * put before, or another's. It was allowed when it was noted.
 */
export async function putQuestion(
  { unit, channel }: Outside,
  id: string,
  asker: Actor,
): Promise<Reply<Found> | undefined> {
  const accountId = asker.kind === 'account' ? asker.accountId : null;
  const actor = system('a question that staff noted is put to the upper level');
  const letter = await unit.run({ actor }, async (ctx) => {
    const asked = await takeQuestion(ctx, id, accountId);
    if (!asked) return undefined;
    const { basis, caseNumber } = asked;
    const wanted = await ctx.columns.open(ctx.tx, exchangeColumns.wanted, id, asked.wantedSealed);
    const ground: Ground = { basis, matter: `办件 ${caseNumber}` };
    const query = { ...(JSON.parse(wanted) as object), ground };
    return channel.write(ctx, await getUpperNow(ctx), 'licences/query', query);
  });
  if (!letter) return undefined;
  const reply = await answerTo(letter);
  await unit.run({ actor }, (ctx) => saveOutcome(ctx, id, reply));
  return reply;
}

/** Asks what needs no note, in the same way. Errors: those of `getUpperNow`. */
export async function askFreely<T>(
  { unit, channel }: Outside,
  path: string,
  body: object,
): Promise<Reply<T>> {
  const actor = system('the upper level is asked what needs no case');
  return deliver(
    await unit.run({ actor }, async (ctx) => channel.write(ctx, await getUpperNow(ctx), path, body)),
  );
}

/** What the upper level said. Errors: `exchange.upper-away`, `exchange.upper-refused`. */
export function bodyOf<T>(reply: Reply<T>): T {
  if (reply.kind === 'answer') return reply.body;
  throw reply.kind === 'away'
    ? exchangeErrors.upperAway()
    : exchangeErrors.upperRefused({ reason: reply.problem });
}

/** An answer that nobody understands is none. */
async function answerTo(letter: Letter): Promise<Reply<Found>> {
  const reply = await deliver<Found>(letter);
  if (reply.kind !== 'answer' || Value.Check(Found, reply.body)) return reply;
  const problem = { zh: '上级系统的答复无法识别。', en: 'The answer of the upper level is not understood.' };
  return { kind: 'away', problem };
}

async function takeQuestion(ctx: Context, id: string, accountId: string | null): Promise<Asked | undefined> {
  const { rows } = await sql<Asked>`
    update exchange_ask set put_at = ${ctx.now}
    where id = ${id} and account_id = ${accountId} and put_at is null
    returning id, account_id, case_id, case_number, purpose, basis, wanted_sealed`.execute(ctx.tx);
  return rows[0];
}

/** Errors: `platform.not-found` where the caller asked no such question. */
export async function getOwnQuestion(ctx: Context, id: string): Promise<Asked> {
  const { rows } = await sql<Asked>`
    select id, account_id, case_id, case_number, purpose, basis, wanted_sealed from exchange_ask
    where id = ${id} and account_id = ${accountIdOf(ctx)}`.execute(ctx.tx);
  const [asked] = rows;
  if (!asked) throw platformErrors.notFound();
  return asked;
}

async function saveOutcome(ctx: Context, id: string, reply: Reply<Found>): Promise<void> {
  const identifiers =
    reply.kind === 'answer' ? reply.body.items.map(({ certificateIdentifier }) => certificateIdentifier) : [];
  const answered: AskOutcome = identifiers.length > 0 ? 'found' : 'nothing';
  await sql`update exchange_ask set outcome = ${reply.kind === 'answer' ? answered : reply.kind}, identifiers = ${identifiers}
    where id = ${id}`.execute(ctx.tx);
}

/** Holders who are known here can read who looked for their licences and in which case, whether there were any or not. */
export async function recordHolders(
  ctx: Context,
  catalogue: Catalogue,
  { id, caseId, caseNumber, purpose, wantedSealed }: Asked,
  { items }: Found,
): Promise<void> {
  const wanted = await ctx.columns.open(ctx.tx, exchangeColumns.wanted, id, wantedSealed);
  const { certificateHolderCode: asked } = JSON.parse(wanted) as Pick<Question, 'certificateHolderCode'>;
  const found = items.map(({ certificateHolderCode }) => certificateHolderCode);
  for (const code of new Set(asked === undefined ? found : [asked, ...found])) {
    const holder = await findHolder(ctx, catalogue, code);
    if (!holder) continue;
    const fields = ['number', 'typeName', 'state', 'fields'];
    recordAccess({ ...ctx, purpose }, [{ ...holder, resource: 'held-licence', fields, caseId, caseNumber }]);
  }
}

export interface AskedRow {
  id: string;
  at: Date;
  caseNumber: string;
  kind: 'identifier' | 'holder';
  outcome: AskOutcome | null;
  identifiers: string[];
}

/** What the caller asked, newest first, without what the answers said. */
export async function listOwnQuestions(
  ctx: Context,
  limit: number,
  before: string | null,
): Promise<AskedRow[]> {
  const { rows } = await sql<AskedRow>`
    select id, asked_at as at, case_number, kind, outcome, identifiers from exchange_ask
    where account_id = ${accountIdOf(ctx)} and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}
