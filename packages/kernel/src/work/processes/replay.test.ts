import { describe, expect, it } from 'vitest';
import { remember, type Act } from './memory.ts';
import type { ProcessDefinition, Variables } from './model.ts';
import { readProcess } from './read.ts';
import { differenceOf, replay, type Difference, type Way } from './replay.ts';
import {
  boundary,
  bpmn,
  call,
  catcher,
  el,
  end,
  ext,
  flow,
  gate,
  io,
  loop,
  message,
  path,
  plainExpressions,
  service,
  start,
  tag,
  timer,
  user,
} from './testkit.ts';

const at = new Date('2026-01-30T08:00:00Z');

function rule(id: string, decisionId: string, resultVariable: string): string {
  return el('businessRuleTask', id, {}, ext(tag('zeebe:calledDecision', { decisionId, resultVariable })));
}

function script(id: string, expression: string, resultVariable: string): string {
  return el('scriptTask', id, {}, ext(tag('zeebe:script', { expression, resultVariable })));
}

const straight = (body: string, ...ids: string[]): string =>
  start('s') + body + end('e') + path('s', ...ids, 'e');

const read = (elements: string): Promise<ProcessDefinition> => readProcess(bpmn(elements), plainExpressions);

interface Around {
  acts?: Act[];
  /** Bodies of called processes by their ids. */
  called?: Record<string, string>;
}

/** Both ways of an instance that ran by `then` and ended with these variables. */
async function ways(
  then: string,
  now: string,
  variables: Variables = {},
  { acts = [], called = {} }: Around = {},
): Promise<{ before: Way; after: Way; difference: Difference | null }> {
  const definition = await read(then);
  const memory = remember(definition, { variables, acts, at });
  const resolve = async (key: string) => ({
    reference: key,
    definition: await readProcess(bpmn(called[key] ?? '', key), plainExpressions),
  });
  const before = await replay(definition, memory, resolve);
  const after = await replay(await read(now), memory, resolve, before);
  return { before, after, difference: differenceOf(before, after) };
}

async function wayOf(elements: string, variables: Variables = {}): Promise<Way> {
  return (await ways(elements, elements, variables)).before;
}

const decided =
  start('s') +
  rule('judge', 'may', 'ruling') +
  gate('exclusive', 'x', 'x-no') +
  service('grant', 'case.grant') +
  user('no') +
  end('good') +
  end('bad') +
  path('s', 'judge', 'x') +
  flow('x', 'grant', '=ruling == "yes"') +
  path('x', 'no', 'bad') +
  flow('grant', 'good');

describe('a replay', () => {
  it('goes by what was recorded to the end that it had, and names what it passed', async () => {
    const yes = await wayOf(decided, { ruling: 'yes' });
    expect([...yes.passed]).toEqual([
      ['judge', 'name of judge'],
      ['grant', 'name of grant'],
    ]);
    expect(yes).toMatchObject({ status: 'completed', end: 'name of good', stopsAt: null });
    const no = await wayOf(decided, { ruling: 'no' });
    expect([...no.passed.keys()]).toEqual(['judge', 'no']);
    expect(no.end).toBe('name of bad');
  });

  it('does not know before what its process found out on the way', async () => {
    const early =
      start('s') +
      gate('exclusive', 'known', 'known-note') +
      script('note', '="it"', 'noted') +
      service('again', 'op') +
      end('e') +
      path('s', 'known', 'note', 'e') +
      flow('known', 'again', '=noted == "it"') +
      flow('again', 'e');
    const way = await wayOf(early, { noted: 'it' });
    expect([...way.passed.keys()]).toEqual([]);
  });

  it('lets timers and messages come that the way waits for, and no others', async () => {
    const waiting =
      straight(
        catcher('pause', timer('timeDuration', 'P3D')) +
          catcher('paid', message('paid')) +
          user('work') +
          boundary('late', 'work', timer('timeDuration', 'P5D')) +
          boundary('told', 'work', message('told')) +
          service('give-up', 'op'),
        'pause',
        'paid',
        'work',
      ) +
      path('late', 'give-up', 'e') +
      flow('told', 'give-up');
    const way = await wayOf(waiting, { key: 'k' });
    expect([...way.passed.keys()]).toEqual(['work']);
    expect(way.end).toBe('name of e');
  });

  it('keeps what mapped outputs and iterations once made of answers that are gone', async () => {
    const mapped =
      start('s') +
      service('ask', 'op', io(['output', '=gone', 'kept'])) +
      el(
        'userTask',
        'each',
        {},
        loop({ inputCollection: '=list', outputCollection: 'votes', outputElement: '=gone' }),
      ) +
      gate('exclusive', 'x', 'x-no') +
      service('yes', 'op') +
      service('no', 'op') +
      end('e') +
      path('s', 'ask', 'each', 'x', 'no', 'e') +
      flow('x', 'yes', '=kept == 1 && votes.length == 2') +
      flow('yes', 'e');
    const way = await wayOf(mapped, { kept: 1, list: [1, 2], votes: [1, 1] });
    expect([...way.passed.keys()]).toEqual(['ask', 'each', 'yes']);
  });

  it('is left standing where it goes round for ever', async () => {
    const round =
      start('s') +
      user('ask') +
      gate('exclusive', 'x', 'x-ask') +
      end('e') +
      path('s', 'ask', 'x', 'ask') +
      flow('x', 'e', '=action == "stop"');
    expect(await wayOf(round, { action: 'go' })).toMatchObject({
      status: 'running',
      end: null,
      stopsAt: 'name of ask',
    });
    expect((await wayOf(round, { action: 'stop' })).status).toBe('completed');
    const circle = straight(
      service('t', 'op') + gate('exclusive', 'm') + gate('exclusive', 'x', 'x-m'),
      'm',
      't',
      'x',
    ).replace(flow('x', 'e'), flow('x', 'e', '=false'));
    expect((await wayOf(circle + flow('x', 'm'))).status).toBe('running');
  });

  it('stops after two hundred steps that each change something', async () => {
    const counting =
      start('s') +
      user('ask') +
      script('count', '=(typeof n == "number" ? n : 0) + 1', 'n') +
      gate('exclusive', 'x', 'x-ask') +
      end('e') +
      path('s', 'ask', 'count', 'x', 'ask') +
      flow('x', 'e', '=n > LIMIT');
    expect((await wayOf(counting.replace('LIMIT', '150'))).status).toBe('completed');
    expect((await wayOf(counting.replace('LIMIT', '250'))).status).toBe('running');
  });
});

/** A task at which one of these verbs is done. */
function task(id: string, verbs: string): string {
  return user(id, ext(tag('zeebe:properties', {}, tag('zeebe:property', { name: 'verbs', value: verbs }))));
}

const act = (verb: string, said = verb): Act => ({ verb, variables: { action: said } });

/** Work that is signed, or done again, and then decided. */
function signed(sign: string): string {
  return (
    start('s') +
    task('work', 'review') +
    task(sign, 'review') +
    gate('exclusive', 'x', 'x-work') +
    task('decide', 'decide') +
    gate('exclusive', 'y', 'y-refuse') +
    service('grant', 'case.grant') +
    service('refuse', 'case.refuse') +
    end('e') +
    path('s', 'work', sign, 'x', 'work') +
    flow('x', 'decide', '=action == "agree"') +
    path('decide', 'y', 'refuse', 'e') +
    flow('y', 'grant', '=action == "granted"') +
    flow('grant', 'e')
  );
}

describe('what people did', () => {
  const acts = [
    act('review'),
    act('review', 'disagree'),
    act('review'),
    act('review', 'agree'),
    act('decide', 'granted'),
  ];

  it('is done again at the tasks where it was done, in its order', async () => {
    const { before, difference } = await ways(
      signed('sign'),
      signed('sign'),
      { action: 'granted' },
      { acts },
    );
    expect(before).toMatchObject({ status: 'completed', end: 'name of e' });
    expect([...before.passed.keys()]).toEqual(['work', 'sign', 'decide', 'grant']);
    expect(before.answered.map(({ task: id }) => id)).toEqual(['work', 'sign', 'work', 'sign', 'decide']);
    expect(difference).toBeNull();
  });

  it('is done at a task that took the place of another, and is left out with a task that is gone', async () => {
    const { after, difference } = await ways(
      signed('sign'),
      signed('countersign'),
      { action: 'granted' },
      { acts },
    );
    expect(after.end).toBe('name of e');
    expect(difference).toEqual({ left: ['name of sign'], added: ['name of countersign'] });
    const unsigned =
      start('s') +
      task('work', 'review') +
      task('decide', 'decide') +
      gate('exclusive', 'y', 'y-refuse') +
      service('grant', 'case.grant') +
      service('refuse', 'case.refuse') +
      end('e') +
      path('s', 'work', 'decide', 'y', 'refuse', 'e') +
      flow('y', 'grant', '=action == "granted"') +
      flow('grant', 'e');
    const shorter = await ways(signed('sign'), unsigned, { action: 'granted' }, { acts });
    expect(shorter.difference).toEqual({ left: ['name of sign'], added: [] });
  });

  it('is what was done last where nothing else is known', async () => {
    const asked =
      start('s') +
      task('ask', 'confirm') +
      task('decide', 'decide') +
      gate('exclusive', 'y', 'y-refuse') +
      service('grant', 'case.grant') +
      service('refuse', 'case.refuse') +
      end('e') +
      path('s', 'ask', 'decide', 'y', 'refuse', 'e') +
      flow('y', 'grant', '=action == "granted"') +
      flow('grant', 'e');
    const { before } = await ways(asked, asked, { action: 'granted' }, { acts: [act('confirm')] });
    expect([...before.passed.keys()]).toEqual(['ask', 'decide', 'grant']);
  });
});

describe('the difference between two ways', () => {
  it('is none when nothing of it was changed, or only what was not passed', async () => {
    expect((await ways(decided, decided, { ruling: 'yes' })).difference).toBeNull();
    const other = decided
      .replace('name of no', 'another name')
      .replace('name="name of grant"', 'name="grants"');
    expect((await ways(decided, other, { ruling: 'yes' })).difference).toBeNull();
  });

  it('names activities that are left out and put in', async () => {
    const then = straight(
      service('ask', 'op') + user('check') + service('tell', 'op'),
      'ask',
      'check',
      'tell',
    );
    const now = straight(service('ask', 'op') + user('sign') + service('tell', 'op'), 'ask', 'sign', 'tell');
    const { difference, after } = await ways(then, now);
    expect(difference).toEqual({ left: ['name of check'], added: ['name of sign'] });
    expect(after.end).toBe('name of e');
  });

  it('tells another end of the same activities', async () => {
    const { difference, before, after } = await ways(
      straight(user('ask'), 'ask'),
      straight(user('ask'), 'ask').replace('name of e', 'another end'),
    );
    expect(difference).toEqual({ left: [], added: [] });
    expect([before.end, after.end]).toEqual(['name of e', 'another end']);
  });

  it('tells where the changed process would stop, and what it passed before', async () => {
    const then = straight(service('ask', 'op'), 'ask');
    const now =
      start('s') +
      service('ask', 'op') +
      gate('exclusive', 'x') +
      end('e') +
      end('f') +
      path('s', 'ask', 'x') +
      flow('x', 'e', '=false') +
      flow('x', 'f', '=false');
    const { difference, after } = await ways(then, now);
    expect(difference).toEqual({ left: [], added: [] });
    expect(after).toMatchObject({ end: null, stopsAt: 'name of x' });
  });

  it('finds the answer of a decision under another name', async () => {
    const renamed = decided.replaceAll('ruling', 'answer');
    const { after, difference } = await ways(decided, renamed, { ruling: 'yes' });
    expect([after.end, difference]).toEqual(['name of good', null]);
  });

  it('works out anew what a changed script says', async () => {
    const fee = (amount: string): string =>
      start('s') +
      script('price', `=${amount}`, 'fee') +
      service('ask', 'op') +
      gate('exclusive', 'x', 'x-pay') +
      user('pay') +
      end('e') +
      path('s', 'price', 'ask', 'x', 'pay', 'e') +
      flow('x', 'e', '=fee == 0');
    const { difference } = await ways(fee('80'), fee('0'), { fee: 80 });
    expect(difference).toEqual({ left: ['name of pay'], added: [] });
  });

  it('takes a called process as one activity that ends', async () => {
    const body = straight(service('look', 'op') + user('sign'), 'look', 'sign');
    const then = straight(call('visit', 'visit') + user('ask'), 'visit', 'ask');
    const { before, difference } = await ways(
      then,
      straight(user('ask'), 'ask'),
      {},
      { called: { visit: body } },
    );
    expect([...before.passed.keys()]).toEqual(['visit', 'ask']);
    expect(before.end).toBe('name of e');
    expect(difference).toEqual({ left: ['name of visit'], added: [] });
  });
});
