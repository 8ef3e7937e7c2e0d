import { expect } from 'vitest';
import type { ElementCase } from './elements.cases.ts';
import { BpmnError } from './state.ts';
import {
  boundary,
  bpmn,
  call,
  el,
  end,
  error,
  ext,
  gate,
  io,
  loop,
  message,
  path,
  service,
  start,
  sub,
  tag,
  timer,
  user,
} from './testkit.ts';

const rule = tag('zeebe:calledDecision', { decisionId: 'fee', resultVariable: 'fee' });
const child = bpmn(start('cs') + user('ct') + end('ce') + path('cs', 'ct', 'ce'), 'child');
const failingChild = bpmn(start('cs') + end('ce', error('E1')) + path('cs', 'ce'), 'child');
const inner = start('is') + user('it') + end('ie') + path('is', 'it', 'ie');
const items = { inputCollection: '=list', inputElement: 'item' };
const collect = { ...items, outputCollection: 'answers', outputElement: '=answer' };

function loopUser(id: string, ...parts: Parameters<typeof loop>): string {
  return el('userTask', id, {}, loop(...parts));
}

function throws(code: string): () => never {
  return () => {
    throw new BpmnError(code);
  };
}

/** Subprocesses, calls, multi-instance activities and boundary events. */
export const scopeCases: ElementCase[] = [
  {
    name: 'embedded subprocess',
    first: 's',
    last: ['s'],
    body: el(
      'subProcess',
      's',
      {},
      ext(io(['input', '=amount', 'local'], ['output', '=local + 1', 'sum'])),
      inner,
    ),
    run: (d) => d.complete('it', { local: 41 }),
    entered: ['s', 'is', 'it', 'ie'],
    variables: { sum: 42 },
  },
  {
    name: 'terminate within a subprocess ends only it',
    first: 's',
    last: ['s'],
    body: sub(
      's',
      start('is'),
      gate('parallel', 'f'),
      user('it'),
      end('ie'),
      end('ix', tag('bpmn:terminateEventDefinition')),
      path('is', 'f', 'it', 'ie'),
      path('f', 'ix'),
    ),
    entered: ['s', 'is', 'f', 'it', 'ix'],
  },
  {
    name: 'call activity',
    first: 'p',
    last: ['p'],
    body: call('p', 'child', io(['input', '=amount', 'sum'], ['output', '=sum + answer', 'total'])),
    processes: { child },
    run: (d) => d.complete('ct', { answer: 2 }),
    entered: ['p', 'cs', 'ct', 'ce'],
    variables: { total: 12 },
  },
  {
    name: 'parallel multi-instance user task',
    first: 't',
    last: ['t'],
    body: loopUser('t', collect),
    run: async (d) => {
      expect(d.waiting().filter((id) => id === 't')).toHaveLength(3);
      await d.complete('t', { answer: 'b' }, 1);
      await d.complete('t', { answer: 'a' }, 0);
      await d.complete('t', { answer: 'c' }, 0);
    },
    entered: ['t'],
    variables: { answers: ['a', 'b', 'c'] },
  },
  {
    name: 'sequential multi-instance user task',
    first: 't',
    last: ['t'],
    body: loopUser('t', collect, { sequential: true }),
    run: async (d) => {
      for (const item of [1, 2, 3]) {
        expect(d.waiting().filter((id) => id === 't')).toHaveLength(1);
        expect(d.opened.at(-1)?.inputs).toMatchObject({ item, loopCounter: item });
        await d.complete('t', { answer: item * 10 });
      }
    },
    entered: ['t'],
    variables: { answers: [10, 20, 30] },
  },
  {
    name: 'multi-instance of none',
    first: 't',
    last: ['t'],
    body: loopUser('t', { ...collect, inputCollection: '=[]' }),
    entered: ['t'],
    variables: { answers: [] },
  },
  {
    name: 'multi-instance with completion condition',
    first: 't',
    last: ['t'],
    body: loopUser('t', collect, { until: '=numberOfCompletedInstances >= 2' }),
    run: async (d) => {
      await d.complete('t', { answer: 'a' }, 0);
      await d.complete('t', { answer: 'c' }, 1);
    },
    entered: ['t'],
    variables: { answers: ['a', null, 'c'] },
  },
  {
    name: 'multi-instance service task',
    first: 't',
    last: ['t'],
    body: el('serviceTask', 't', {}, ext(tag('zeebe:taskDefinition', { type: 'op' })), loop(collect)),
    operations: { op: ({ variables }) => ({ answer: Number(variables['item']) * 2 }) },
    entered: ['t'],
    variables: { answers: [2, 4, 6] },
  },
  {
    name: 'multi-instance subprocess',
    first: 's',
    last: ['s'],
    body: el('subProcess', 's', {}, loop(collect), inner),
    run: async (d) => {
      await d.complete('it', { answer: 'x' });
      await d.complete('it', { answer: 'y' });
      await d.complete('it', { answer: 'z' });
    },
    entered: ['s', 'is', 'is', 'is', 'it', 'it', 'it', 'ie', 'ie', 'ie'],
    variables: { answers: ['x', 'y', 'z'] },
  },
  {
    name: 'sequential multi-instance call activity',
    first: 'p',
    last: ['p'],
    body: el(
      'callActivity',
      'p',
      {},
      ext(tag('zeebe:calledElement', { processId: 'child' }), io(['output', '=answer', 'answer'])),
      loop(collect, { sequential: true }),
    ),
    processes: { child },
    run: async (d) => {
      for (const answer of ['x', 'y', 'z']) await d.complete('ct', { answer });
    },
    entered: ['p', 'cs', 'ct', 'ce', 'cs', 'ct', 'ce', 'cs', 'ct', 'ce'],
    variables: { answers: ['x', 'y', 'z'] },
  },
  {
    name: 'interrupting timer on a task',
    first: 't',
    last: ['t', 'b'],
    body: user('t') + boundary('b', 't', timer('timeDuration', 'P3D')),
    run: async (d) => {
      const { id } = d.wait('t');
      await d.fire('b');
      expect((await d.send({ kind: 'completeTask', waitId: id })).applied).toBe(false);
    },
    entered: ['t', 'b'],
  },
  {
    name: 'a task done in time closes its timer',
    first: 't',
    last: ['t', 'b'],
    body: user('t') + boundary('b', 't', timer('timeDuration', 'P3D')),
    run: async (d) => {
      const { id } = d.wait('b');
      await d.complete('t');
      expect((await d.send({ kind: 'fireTimer', waitId: id })).applied).toBe(false);
    },
    entered: ['t'],
  },
  {
    name: 'non-interrupting timer on a task',
    first: 't',
    last: ['t', 'n'],
    body:
      user('t') +
      boundary('b', 't', timer('timeDuration', 'PT1H'), false) +
      service('n', 'remind') +
      path('b', 'n'),
    run: async (d) => {
      await d.fire('b');
      expect(d.waiting()).toContain('t');
      await d.complete('t');
    },
    entered: ['t', 'b', 'n'],
  },
  {
    name: 'timer cycle on a task',
    first: 't',
    last: ['t', 'n'],
    body:
      user('t') +
      boundary('b', 't', timer('timeCycle', 'R3/PT1H'), false) +
      service('n', 'remind') +
      path('b', 'n'),
    run: async (d) => {
      for (const hour of ['09', '10', '11']) {
        expect(d.wait('b').dueAt).toBe(`2026-01-30T${hour}:00:00.000Z`);
        await d.fire('b');
      }
      expect(d.waiting()).not.toContain('b');
      await d.complete('t');
    },
    entered: ['t', 'b', 'n', 'b', 'n', 'b', 'n'],
  },
  {
    name: 'interrupting message on a subprocess',
    first: 's',
    last: ['s', 'b'],
    body: sub('s', inner) + boundary('b', 's', message('stop')),
    run: (d) => d.deliver('stop', 'k', { why: 'asked' }),
    entered: ['s', 'is', 'it', 'b'],
    variables: { why: 'asked' },
  },
  {
    name: 'non-interrupting message on a call activity',
    first: 'p',
    last: ['p', 'b'],
    body: call('p', 'child') + boundary('b', 'p', message('note'), false),
    processes: { child },
    run: async (d) => {
      const note = { kind: 'deliverMessage', name: 'note', correlationKey: 'k', messageId: 'm1' } as const;
      expect((await d.send(note)).applied).toBe(true);
      expect((await d.send(note)).applied).toBe(false);
      await d.complete('ct');
    },
    entered: ['p', 'cs', 'ct', 'b', 'ce'],
  },
  {
    name: 'interrupting timer on a call activity',
    first: 'p',
    last: ['p', 'b'],
    body: call('p', 'child') + boundary('b', 'p', timer('timeDuration', 'P1D')),
    processes: { child },
    run: (d) => d.fire('b'),
    entered: ['p', 'cs', 'ct', 'b'],
  },
  {
    name: 'non-interrupting timer on a subprocess',
    first: 's',
    last: ['s', 'b'],
    body: sub('s', inner) + boundary('b', 's', timer('timeDuration', 'P1D'), false),
    run: async (d) => {
      await d.fire('b');
      await d.complete('it');
    },
    entered: ['s', 'is', 'it', 'b', 'ie'],
  },
  {
    name: 'interrupting timer on a multi-instance task',
    first: 't',
    last: ['t', 'b'],
    body: loopUser('t', collect) + boundary('b', 't', timer('timeDuration', 'P1D')),
    run: async (d) => {
      await d.complete('t', { answer: 1 });
      await d.fire('b');
    },
    entered: ['t', 'b'],
  },
  {
    name: 'error of an operation, caught by its code',
    first: 't',
    last: ['t', 'a', 'b'],
    body: service('t', 'op') + boundary('a', 't', error()) + boundary('b', 't', error('E1')),
    operations: { op: throws('E1') },
    entered: ['t', 'b'],
  },
  {
    name: 'error of a task, caught whatever its code',
    first: 't',
    last: ['t', 'b'],
    body: user('t') + boundary('b', 't', error()),
    run: async (d) => {
      const { id } = d.wait('t');
      await d.fail('t', 'E9');
      expect((await d.send({ kind: 'failTask', waitId: id, errorCode: 'E9' })).applied).toBe(false);
    },
    entered: ['t', 'b'],
  },
  {
    name: 'error out of a subprocess',
    first: 's',
    last: ['s', 'b'],
    body:
      sub(
        's',
        start('is'),
        gate('parallel', 'f'),
        user('it'),
        end('ie'),
        user('iu'),
        end('ix', error('E1')),
        path('is', 'f', 'it', 'ie'),
        path('f', 'iu', 'ix'),
      ) + boundary('b', 's', error('E1')),
    run: (d) => d.complete('iu'),
    entered: ['s', 'is', 'f', 'it', 'iu', 'ix', 'b'],
  },
  {
    name: 'error out of a call activity',
    first: 'p',
    last: ['p', 'b'],
    body: call('p', 'child') + boundary('b', 'p', error('E1')),
    processes: { child: failingChild },
    entered: ['p', 'cs', 'ce', 'b'],
  },
  {
    name: 'error of a decision',
    first: 't',
    last: ['t', 'b'],
    body: el('businessRuleTask', 't', {}, ext(rule)) + boundary('b', 't', error('E1')),
    decisions: { fee: throws('E1') },
    entered: ['t', 'b'],
  },
];
