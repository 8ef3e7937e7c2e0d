import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../harness/caller.ts';
import { doIt, type Day } from './model.ts';
import { bodyOf, type Action } from './verbs.ts';

interface Queue {
  items: { id: string }[];
}

interface Shown {
  version: number;
  actions: Action[];
}

const purpose = 'case-handling';

/** Works through the queue of a post until the day is over. */
export async function work(day: Day, by: Caller, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(500 + day.random.below(2500));
    if (!isOver()) await workOnOne(day, by);
  }
}

async function workOnOne(day: Day, by: Caller): Promise<void> {
  const queue = await doIt<Queue>(day, 'desk: queue', {
    path: '/api/v1/cases?scope=post&limit=20',
    by,
    purpose,
  });
  const [first] = queue.body.items ?? [];
  if (!first) return;
  const { id } = day.random.pick(queue.body.items);
  const path = `/api/v1/cases/${id}`;
  const shown = await doIt<Shown>(day, 'desk: case', { path, by, purpose });
  const action = chosen(day, shown.body.actions ?? []);
  if (!action) return;
  const body = action.verb === 'hand-over' ? await toWhom(day, by, id) : bodyOf(action, day.random);
  if (!body) return;
  const send = (entered: Record<string, unknown>) =>
    doIt<{ code?: string }>(day, `desk: ${action.verb}`, {
      path: `${path}/${action.verb}`,
      by,
      purpose,
      body: entered,
    });
  const reply = await send(body);
  // A review may be asked for by who holds the licence: they are told so, and cannot be given another.
  if (reply.body.code === 'licence.already-held')
    await send({ outcome: 'refused', reason: '申请人已持有有效证照。', basis: '有关规定第三条' });
}

/** A case is taken first, then handled; one in twenty goes to a colleague or back to its applicant. */
function chosen(day: Day, actions: readonly Action[]): Action | undefined {
  const offered = new Map(actions.map((action) => [action.verb, action]));
  const rare = day.random.next();
  if (rare < 0.05 && offered.has('hand-over')) return offered.get('hand-over');
  if (rare > 0.95 && offered.has('request-correction')) return offered.get('request-correction');
  for (const verb of ['claim', 'accept', 'review', 'decide', 'deliver']) {
    const action = offered.get(verb);
    if (action) return action;
  }
  return undefined;
}

async function toWhom(day: Day, by: Caller, id: string): Promise<Record<string, unknown> | undefined> {
  const { body } = await doIt<{ items: { account: string }[] }>(day, 'desk: colleagues', {
    path: `/api/v1/cases/${id}/colleagues`,
    by,
    purpose,
  });
  const [first] = body.items ?? [];
  return first ? { to: day.random.pick(body.items).account, reason: '工作安排' } : undefined;
}
