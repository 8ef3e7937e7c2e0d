import { expect } from 'vitest';
import type { StartInput } from './engine.ts';
import { pending, type InstanceStatus } from './state.ts';
import {
  catcher,
  el,
  end,
  error,
  ext,
  flow,
  gate,
  io,
  message,
  path,
  service,
  start,
  tag,
  timer,
  user,
  type Driver,
  type World,
} from './testkit.ts';

/** One kind of element and what it does; the harness runs it in each of its modes. */
export interface ElementCase extends World {
  /** The kind of element under test. */
  name: string;
  /** Its elements and the flows among them. */
  body: string;
  first: string;
  /** From where a flow leads to the end; a body with ends of its own has none. */
  last?: string[];
  /** Replaces the plain start event. */
  startEvent?: string;
  input?: StartInput;
  run?: (driver: Driver) => Promise<unknown>;
  /** Elements of the body in the order in which they are entered. */
  entered: string[];
  variables?: Record<string, unknown>;
  status?: InstanceStatus;
  /** True where the element ends the other branch as well. */
  endsAll?: boolean;
}

const rule = tag('zeebe:calledDecision', { decisionId: 'fee', resultVariable: 'fee' });

/** Tasks, events and gateways. */
export const elementCases: ElementCase[] = [
  {
    name: 'user task',
    first: 't',
    last: ['t'],
    body: user('t'),
    run: (d) => d.complete('t', { a: 1 }),
    entered: ['t'],
    variables: { a: 1 },
  },
  {
    name: 'user task with mapped inputs and outputs',
    first: 't',
    last: ['t'],
    body: user('t', ext(io(['input', '=list', 'rows'], ['output', '=answer', 'result.answer']))),
    run: async (d) => {
      expect(d.opened.find(({ elementId }) => elementId === 't')?.inputs).toEqual({ rows: [1, 2, 3] });
      await d.complete('t', { answer: 7, noise: true });
    },
    entered: ['t'],
    variables: { result: { answer: 7 } },
  },
  {
    name: 'service task',
    first: 't',
    last: ['t'],
    body: service(
      't',
      'op',
      io(['input', 'text', 'word']),
      tag('zeebe:taskHeaders', {}, tag('zeebe:header', { key: 'h', value: 'v' })),
    ),
    operations: { op: ({ inputs, headers }) => ({ word: inputs['word'], header: headers['h'], kept: 1 }) },
    entered: ['t'],
    variables: { header: 'v', kept: 1 },
  },
  {
    name: 'service task that answers later',
    first: 't',
    last: ['t'],
    body: service('t', 'op'),
    operations: { op: () => pending },
    run: (d) => d.complete('t', { paid: true }),
    entered: ['t'],
    variables: { paid: true },
  },
  {
    name: 'send task',
    first: 't',
    last: ['t'],
    body: el('sendTask', 't', {}, ext(tag('zeebe:taskDefinition', { type: 'send' }))),
    operations: { send: async () => ({ sent: true }) },
    entered: ['t'],
    variables: { sent: true },
  },
  {
    name: 'business rule task',
    first: 't',
    last: ['t'],
    body: el('businessRuleTask', 't', {}, ext(rule)),
    decisions: { fee: ({ amount }) => Number(amount) * 2 },
    entered: ['t'],
    variables: { fee: 20 },
  },
  {
    name: 'script task',
    first: 't',
    last: ['t'],
    body: el(
      'scriptTask',
      't',
      {},
      ext(tag('zeebe:script', { expression: '=amount + 1', resultVariable: 'more' })),
    ),
    entered: ['t'],
    variables: { more: 11 },
  },
  {
    name: 'receive task',
    first: 't',
    last: ['t'],
    body: el('receiveTask', 't', { messageRef: 'message-paid' }),
    run: async (d) => {
      expect((await d.deliver('paid', 'other')).applied).toBe(false);
      expect((await d.deliver('paid', 'k', { paid: 5 })).applied).toBe(true);
      expect((await d.deliver('paid', 'k', { paid: 6 })).applied).toBe(false);
    },
    entered: ['t'],
    variables: { paid: 5 },
  },
  {
    name: 'message start',
    startEvent: start('start', message('go')),
    input: { message: 'go', variables: { from: 'message' } },
    first: 't',
    last: ['t'],
    body: user('t'),
    run: (d) => d.complete('t'),
    entered: ['t'],
    variables: { from: 'message' },
  },
  {
    name: 'timer start',
    startEvent: start('start', timer('timeCycle', 'R/P1D')),
    input: { startEvent: 'start' },
    first: 't',
    last: ['t'],
    body: user('t'),
    run: (d) => d.complete('t'),
    entered: ['t'],
  },
  { name: 'none end', first: 'e', body: end('e'), entered: ['e'] },
  {
    name: 'terminate end',
    first: 'e',
    body: end('e', tag('bpmn:terminateEventDefinition')),
    entered: ['e'],
    status: 'terminated',
    endsAll: true,
  },
  {
    name: 'error end',
    first: 'e',
    body: end('e', error('E1')),
    entered: ['e'],
    status: 'error',
    endsAll: true,
  },
  {
    name: 'message end',
    first: 'e',
    body: el('endEvent', 'e', {}, ext(tag('zeebe:taskDefinition', { type: 'tell' })), message('bye')),
    operations: { tell: () => ({ told: true }) },
    entered: ['e'],
    variables: { told: true },
  },
  { name: 'throw none', first: 'e', last: ['e'], body: el('intermediateThrowEvent', 'e'), entered: ['e'] },
  {
    name: 'throw message',
    first: 'e',
    last: ['e'],
    body: el(
      'intermediateThrowEvent',
      'e',
      {},
      ext(tag('zeebe:taskDefinition', { type: 'tell' })),
      message('hi'),
    ),
    operations: { tell: () => ({ told: true }) },
    entered: ['e'],
    variables: { told: true },
  },
  {
    name: 'catch timer by duration',
    first: 'c',
    last: ['c'],
    body: catcher('c', timer('timeDuration', 'P1M')),
    run: async (d) => {
      expect(d.wait('c').dueAt).toBe('2026-02-28T08:00:00.000Z');
      await d.fire('c');
    },
    entered: ['c'],
  },
  {
    name: 'catch timer by date',
    first: 'c',
    last: ['c'],
    body: catcher('c', timer('timeDate', '="2026-03-01"')),
    run: async (d) => {
      expect(d.wait('c').dueAt).toBe('2026-02-28T16:00:00.000Z');
      await d.fire('c');
    },
    entered: ['c'],
  },
  {
    name: 'catch message',
    first: 'c',
    last: ['c'],
    body: catcher('c', message('paid')),
    run: async (d) => {
      await d.deliver('paid', 'k', { sum: 3 });
      expect((await d.deliver('paid', 'k', { sum: 4 })).applied).toBe(false);
    },
    entered: ['c'],
    variables: { sum: 3 },
  },
  {
    name: 'exclusive gateway, condition',
    first: 'x',
    last: ['m'],
    body:
      gate('exclusive', 'x', 'x-b') +
      user('a') +
      user('b') +
      gate('exclusive', 'm') +
      flow('x', 'a', '=amount > 5') +
      flow('x', 'b') +
      path('a', 'm') +
      path('b', 'm'),
    run: (d) => d.complete('a'),
    entered: ['x', 'a', 'm'],
  },
  {
    name: 'exclusive gateway, default',
    first: 'x',
    last: ['a', 'b'],
    body:
      gate('exclusive', 'x', 'x-b') + user('a') + user('b') + flow('x', 'a', '=amount > 50') + flow('x', 'b'),
    run: (d) => d.complete('b'),
    entered: ['x', 'b'],
  },
  {
    name: 'parallel gateways',
    first: 'f',
    last: ['j'],
    body:
      gate('parallel', 'f') +
      user('a') +
      user('b') +
      gate('parallel', 'j') +
      path('f', 'a', 'j') +
      path('f', 'b', 'j'),
    run: async (d) => {
      await d.complete('b', { b: 1 });
      await d.complete('a', { a: 1 });
    },
    entered: ['f', 'a', 'b', 'j', 'j'],
    variables: { a: 1, b: 1 },
  },
  {
    name: 'inclusive gateways, two of three',
    first: 'f',
    last: ['j'],
    body:
      gate('inclusive', 'f', 'f-c') +
      user('a') +
      user('b') +
      user('c') +
      gate('inclusive', 'j') +
      flow('f', 'a', '=amount > 1') +
      flow('f', 'b', '=amount > 2') +
      flow('f', 'c') +
      path('a', 'j') +
      path('b', 'j') +
      path('c', 'j'),
    run: async (d) => {
      await d.complete('a');
      expect(d.waiting()).toContain('b');
      await d.complete('b');
    },
    entered: ['f', 'a', 'b', 'j', 'j'],
  },
  {
    name: 'inclusive join waits for a token that can still come, and no longer',
    first: 'f',
    last: ['j'],
    body:
      gate('parallel', 'f') +
      user('a') +
      user('b') +
      gate('exclusive', 'x', 'x-e') +
      end('e') +
      gate('inclusive', 'j') +
      path('f', 'a', 'j') +
      path('f', 'b', 'x') +
      flow('x', 'j', '=goOn') +
      flow('x', 'e'),
    run: async (d) => {
      await d.complete('a');
      expect(d.left).not.toContain('j');
      await d.complete('b', { goOn: false });
    },
    entered: ['f', 'a', 'b', 'j', 'x', 'e'],
    variables: { goOn: false },
  },
  {
    name: 'inclusive join does not wait for a token that could still come by the way already taken',
    first: 'f',
    last: ['n'],
    body:
      gate('parallel', 'f') +
      user('a') +
      user('b') +
      gate('exclusive', 'm') +
      gate('exclusive', 'x', 'x-j') +
      user('c') +
      gate('inclusive', 'j') +
      service('n', 'next') +
      path('f', 'a', 'm', 'x') +
      path('f', 'b', 'm') +
      flow('x', 'c', '=aside') +
      path('c', 'j', 'n') +
      flow('x', 'j'),
    run: async (d) => {
      await d.complete('a', { aside: false });
      expect(d.entered).toContain('n');
      await d.complete('b');
    },
    entered: ['f', 'a', 'b', 'm', 'x', 'j', 'n', 'm', 'x', 'j', 'n'],
    variables: { aside: false },
  },
  {
    name: 'event-based gateway, message first',
    first: 'g',
    last: ['c', 'm', 'r'],
    body:
      gate('eventBased', 'g') +
      catcher('c', timer('timeDuration', 'P1D')) +
      catcher('m', message('paid')) +
      el('receiveTask', 'r', { messageRef: 'message-refused' }) +
      path('g', 'c') +
      path('g', 'm') +
      path('g', 'r'),
    run: async (d) => {
      const { id } = d.wait('c');
      await d.deliver('paid', 'k', { by: 'message' });
      expect((await d.send({ kind: 'fireTimer', waitId: id })).applied).toBe(false);
      expect((await d.deliver('refused', 'k')).applied).toBe(false);
    },
    entered: ['g', 'm'],
    variables: { by: 'message' },
  },
  {
    name: 'event-based gateway, timer first',
    first: 'g',
    last: ['c', 'r'],
    body:
      gate('eventBased', 'g') +
      catcher('c', timer('timeDuration', 'P1D')) +
      el('receiveTask', 'r', { messageRef: 'message-refused' }) +
      path('g', 'c') +
      path('g', 'r'),
    run: (d) => d.fire('c'),
    entered: ['g', 'c'],
  },
  {
    name: 'activity with several ways out',
    first: 't',
    last: ['a', 'b'],
    body: user('t') + user('a') + user('b') + flow('t', 'a', '=amount > 5') + flow('t', 'b'),
    run: async (d) => {
      await d.complete('t');
      await d.complete('a');
      await d.complete('b');
    },
    entered: ['t', 'a', 'b'],
  },
  {
    name: 'loop back through an exclusive gateway',
    first: 'm',
    last: ['x'],
    body:
      gate('exclusive', 'm') +
      user('t') +
      el('exclusiveGateway', 'x') +
      path('m', 't', 'x') +
      flow('x', 'm', '=again'),
    run: async (d) => {
      await d.complete('t', { again: true });
      await d.complete('t', { again: false });
    },
    entered: ['m', 't', 'x', 'm', 't', 'x'],
    variables: { again: false },
  },
];
