import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** What must come to its end by itself once nobody kills any more. */
const open = {
  'jobs that are due': `select id::text as one from job where state = 'open'`,
  'timers that are due': `select id::text as one from process_wait where kind = 'timer' and due_at < now() + interval '10 seconds'`,
  'payouts on their way': `select id::text as one from payout where state <> 'paid'`,
  'refunds on their way': `select id::text as one from payment_order where state in ('paid', 'refunding')`,
} as const;

export type Unfinished = Record<keyof typeof open, string[]>;

/** Waits until nothing is under way any more, or answers what still is when patience ends. */
export async function settle(client: pg.Client, patienceMs: number): Promise<Unfinished> {
  for (const began = Date.now(); ;) {
    const left = await unfinished(client);
    const done = Object.values(left).every((list) => list.length === 0);
    if (done || Date.now() - began > patienceMs) return left;
    await sleep(500);
  }
}

async function unfinished(client: pg.Client): Promise<Unfinished> {
  const left: Partial<Unfinished> = {};
  for (const [what, query] of Object.entries(open)) {
    const { rows } = await client.query<{ one: string }>(query);
    left[what as keyof Unfinished] = rows.map(({ one }) => one);
  }
  return left as Unfinished;
}
