import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { closed } from '../../bench/harness/load.ts';
import { send } from '../harness/caller.ts';
import { answers, audit, holds, looks, stuck } from '../harness/checks.ts';
import { none, type Invariant } from '../harness/model.ts';
import type { Ledger } from './model.ts';
import type { Unfinished } from './settle.ts';

/** Everything that must hold after the kills, through the API and by SQL. */
export async function check(
  client: pg.Client,
  origin: string,
  dataDir: string,
  ledger: Ledger,
  unfinished: Unfinished,
): Promise<Invariant[]> {
  return [
    none('every command was answered as it should be', ledger.refused),
    none('nothing was answered with a fault: what failed said «unavailable, try again»', ledger.seen.faults),
    none('a command sent again with its key answers the first one', ledger.repeats.other),
    await onceEach(client, ledger),
    await readable(origin, ledger),
    await holds(client, 'every card has one licence, and its paper is made', cards),
    await holds(client, 'every withdrawal has one payout, paid and told once', payouts),
    await holds(client, 'every fee was paid and paid back once', orders),
    await sameBook(client, dataDir),
    await holds(
      client,
      'every timer fired once: accepted once, each told once that the visit is late',
      timers,
    ),
    ...Object.entries(unfinished).map(([what, list]) => none(`nothing is left behind: ${what}`, list)),
    await holds(client, 'no job is dead, and no timer was handed over and forgotten', stuck),
    await holds(client, 'no command is without its answer', answers),
    await holds(client, 'every change of a case has its audit record and its event', audit),
    await holds(client, 'every case left its looks, and every look names its purpose', looks),
  ];
}

/** The cases of the product are those that were acknowledged: none lost, none doubled, none unheard of. */
async function onceEach(client: pg.Client, ledger: Ledger): Promise<Invariant> {
  const { rows } = await client.query<{ id: string }>('select id from service_case');
  const held = new Set(rows.map(({ id }) => id));
  const acknowledged = new Set(ledger.cases.map(({ id }) => id));
  const wrong = [
    ...ledger.cases.filter(({ id }) => !held.has(id)).map(({ number }) => `lost ${number}`),
    ...rows.filter(({ id }) => !acknowledged.has(id)).map(({ id }) => `unheard of ${id}`),
    ...(acknowledged.size === ledger.cases.length ? [] : ['acknowledged twice']),
  ];
  return none('every acknowledged case is there exactly once', wrong, `${held.size} cases`);
}

/** Each applicant finds the case by the API. */
async function readable(origin: string, { cases }: Ledger): Promise<Invariant> {
  const wrong: string[] = [];
  await closed({ count: cases.length, atOnce: 4 }, async (index) => {
    const { id, number, by } = cases[index] ?? { id: '', number: '', by: { token: '', address: '' } };
    const { status, body } = await send<{ number?: string }>(origin, { path: `/api/v1/cases/${id}`, by });
    if (status !== 200 || body.number !== number) wrong.push(`${number}: ${status}`);
  });
  return none('every applicant reads their case through the API', wrong);
}

const cards = `
  select c.number || ' ' || c.status || ', licences ' || count(l.id) || ', papers ' || count(l.file_id) as one
  from service_case c left join licence l on l.case_id = c.id
  where c.item_code = (select item_code from service_case where item_name like '%老年%' limit 1)
  group by c.id having count(l.id) <> 1 or count(l.file_id) <> 1 or c.status not in ('granted', 'delivered')`;

const eventsOf = (kind: string): string =>
  `(select count(*) from case_event e where e.case_id = c.id and e.kind = '${kind}')`;
const auditsOf = (action: string, entity: string): string =>
  `(select count(*) from audit_log a where a.action = '${action}' and a.entity_id = ${entity}.id::text)`;

const payouts = `
  select c.number || ' ' || coalesce(p.state, 'no payout') as one
  from service_case c left join payout p on p.case_id = c.id
  where c.item_name like '%提取%'
    and (p.id is null or p.state <> 'paid' or ${eventsOf('payoutPaid')} <> 1
      or ${auditsOf('payout.paid', 'p')} <> 1 or ${auditsOf('payout.open', 'p')} <> 1)`;

const orders = `
  select c.number || ' ' || o.state as one from payment_order o join service_case c on c.id = o.case_id
  where o.state <> 'refunded' or ${eventsOf('paid')} <> 1 or ${eventsOf('refunded')} <> 1
    or ${auditsOf('payment.paid', 'o')} <> 1 or ${auditsOf('payment.refund', 'o')} <> 1`;

/** The one who filed it and the representative of the company are told, each once. */
const toldLate = (what: string): string =>
  `select ${what} from message m where m.case_id = c.id and m.title_zh = '现场核查延迟了'`;

const timers = `
  select c.number || ' ' || c.status || ', accepted ' || ${eventsOf('accepted')} || ', told '
    || (${toldLate('count(*)')}) || ' times, to ' || (${toldLate('count(distinct m.account_id)')}) as one
  from service_case c where c.item_name like '%食品经营%'
    and (${eventsOf('accepted')} <> 1
      or (${toldLate('count(*)')}) not between 1 and (${toldLate('count(distinct m.account_id)')})
      or exists (select 1 from process_wait w where w.instance_id = c.instance_id and w.kind = 'timer'))`;

interface BookEntry {
  kind: string;
  id: string;
  amount: number;
  state: string;
}

/** The channel's own book and ours name the same payments, payouts and refunds, with the same amounts. */
async function sameBook(client: pg.Client, dataDir: string): Promise<Invariant> {
  const book = JSON.parse(await readFile(path.join(dataDir, 'payment-channel.json'), 'utf8')) as BookEntry[];
  const { rows } = await client.query<{ entry: string }>(
    `select 'payout ' || id || ' ' || amount as entry from payout where state = 'paid'
     union all select 'order ' || id || ' ' || amount from payment_order where paid_at is not null
     union all select 'refund ' || id || ' ' || amount from payment_order where refunded_at is not null`,
  );
  const here = rows.map(({ entry }) => entry);
  const there = book
    .filter(({ state }) => state === 'done')
    .map(({ kind, id, amount }) => `${kind} ${id} ${amount}`);
  const wrong = [
    ...here.filter((entry) => !there.includes(entry)).map((entry) => `only here: ${entry}`),
    ...there.filter((entry) => !here.includes(entry)).map((entry) => `only there: ${entry}`),
    ...(new Set(there).size === there.length ? [] : ['the channel did something twice']),
  ];
  return none("our books and the channel's agree to the fen", wrong, `${there.length} entries`);
}
