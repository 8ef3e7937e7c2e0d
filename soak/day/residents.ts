import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../harness/caller.ts';
import { doIt, type Day } from './model.ts';
import { bodyOf, type Action } from './verbs.ts';

/** A resident of the day and what they may apply for. */
export interface Resident {
  caller: Caller;
  application: { item: string; onBehalfOf?: string; form: Record<string, unknown> };
}

interface CaseList {
  items: { id: string; status: string }[];
}

const words = ['老年证', '食品', '公积金', '不动产', 'laonianzheng', 'spjy', '许可', '提取', '优待', '过户'];
const guides = ['elderly-card', 'food-business-licence', 'fund-withdrawal-property-fee', 'property-transfer'];

/** Lives until the day is over: looks things up, applies, follows what came of it. */
export async function live(day: Day, resident: Resident, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(1000 + day.random.below(9000));
    if (!isOver()) await day.random.pick(habits)(day, resident);
  }
}

type Habit = (day: Day, resident: Resident) => Promise<unknown>;

const search: Habit = (day, { caller: by }) =>
  doIt(day, 'searches', { path: `/api/v1/items?q=${encodeURIComponent(day.random.pick(words))}`, by });

const suggest: Habit = (day, { caller: by }) =>
  doIt(day, 'types in the search box', {
    path: `/api/v1/items/suggest?q=${encodeURIComponent(day.random.pick(words).slice(0, 2))}`,
    by,
  });

const readGuide: Habit = (day, { caller: by }) =>
  doIt(day, 'reads a guide', { path: `/api/v1/items/${day.random.pick(guides)}`, by });

const readMine: Habit = async (day, { caller: by }) => {
  await doIt(day, 'looks at their data', { path: '/api/v1/me/data', by });
  await doIt(day, 'looks who looked', { path: '/api/v1/me/access-records', by });
  await doIt(day, 'reads messages', { path: '/api/v1/me/messages', by });
};

const apply: Habit = async (day, { caller: by, application }) => {
  const behalf = application.onBehalfOf === undefined ? '' : `?onBehalfOf=${application.onBehalfOf}`;
  await doIt(day, 'opens a form', { path: `/api/v1/items/${application.item}/form${behalf}`, by });
  await doIt(day, 'applies', { path: '/api/v1/cases', by, body: { ...application, submit: true } });
};

/** Opens one of their cases and does what it offers: asks for a person, corrects, rates, now and then withdraws. */
const followUp: Habit = async (day, { caller: by, application }) => {
  const { body } = await doIt<CaseList>(day, 'lists their cases', { path: '/api/v1/cases', by });
  const [first] = body.items ?? [];
  if (!first) return;
  const { id } = day.random.pick(body.items);
  const shown = await doIt<{ actions: Action[] }>(day, 'opens a case', { path: `/api/v1/cases/${id}`, by });
  const action = chosen(day, shown.body.actions ?? []);
  if (!action) return;
  const corrected = action.verb === 'resubmit' ? { form: application.form } : {};
  const content = { ...bodyOf(action, day.random), ...corrected };
  await doIt(day, `their case: ${action.verb}`, {
    path: `/api/v1/cases/${id}/${action.verb}`,
    by,
    body: content,
  });
};

function chosen(day: Day, actions: readonly Action[]): Action | undefined {
  const offered = new Map(actions.map((action) => [action.verb, action]));
  const withdraws = day.random.chance(0.05) ? offered.get('withdraw') : undefined;
  return withdraws ?? offered.get('ask-person') ?? offered.get('rate') ?? resubmits(offered);
}

/** What the rules did not grant is not handed in again as it was: that goes to a person. */
function resubmits(offered: ReadonlyMap<string, Action>): Action | undefined {
  return offered.has('ask-person') ? undefined : offered.get('resubmit');
}

const habits: readonly Habit[] = [
  search,
  search,
  search,
  suggest,
  suggest,
  readGuide,
  readGuide,
  readGuide,
  readMine,
  apply,
  followUp,
  followUp,
  followUp,
];
