import { describe, expect, it } from 'vitest';
import { analyse, type Analysis } from './analyse.ts';
import { readProcess } from './read.ts';
import {
  boundary,
  bpmn,
  call,
  catcher,
  el,
  end,
  error,
  flow,
  gate,
  loop,
  message,
  path,
  plainExpressions,
  service,
  start,
  sub,
  tag,
  timer,
  user,
} from './testkit.ts';

async function analysed(elements: string, maxStates?: number): Promise<Analysis> {
  const definition = await readProcess(bpmn(elements), plainExpressions);
  return analyse(definition, maxStates === undefined ? {} : { maxStates });
}

const mismatch =
  start('s') +
  gate('exclusive', 'x', 'x-b') +
  user('a') +
  user('b') +
  gate('parallel', 'j') +
  end('e') +
  path('s', 'x') +
  flow('x', 'a', '=yes') +
  flow('x', 'b') +
  path('a', 'j', 'e') +
  path('b', 'j');

describe('the state space of a process', () => {
  it('shows a deadlock and the way to it', async () => {
    const result = await analysed(mismatch);
    expect(result.sound).toBe(false);
    expect(result.deadlocks.map(({ elements }) => elements)).toEqual([['j'], ['j']]);
    expect(result.deadlocks.map(({ trace }) => trace)).toContainEqual(['start s', 'complete a']);
    expect(result.neverReached).toEqual(['e']);
  });

  it('shows a deadlock that only one branch comes to', async () => {
    const result = await analysed(
      start('s') +
        gate('parallel', 'f') +
        user('a') +
        user('b') +
        gate('exclusive', 'x', 'x-e2') +
        gate('parallel', 'j') +
        end('e1') +
        end('e2') +
        path('s', 'f', 'a', 'j', 'e1') +
        path('f', 'b', 'x') +
        flow('x', 'j', '=go') +
        flow('x', 'e2'),
    );
    expect(result.deadlocks.map(({ elements }) => elements)).toEqual([['j']]);
    expect(result.neverReached).toEqual([]);
  });

  it('accepts the same with an inclusive join', async () => {
    const result = await analysed(
      start('s') +
        gate('parallel', 'f') +
        user('a') +
        user('b') +
        gate('exclusive', 'x', 'x-e2') +
        gate('inclusive', 'j') +
        end('e1') +
        end('e2') +
        path('s', 'f', 'a', 'j', 'e1') +
        path('f', 'b', 'x') +
        flow('x', 'j', '=go') +
        flow('x', 'e2'),
    );
    expect(result).toMatchObject({ sound: true, bounded: false, deadlocks: [] });
  });

  it('shows two inclusive joins that wait for each other', async () => {
    const result = await analysed(
      start('s') +
        gate('parallel', 'f') +
        user('a') +
        user('b') +
        gate('inclusive', 'j1') +
        gate('inclusive', 'j2') +
        gate('exclusive', 'x1', 'x1-e1') +
        gate('exclusive', 'x2', 'x2-e2') +
        end('e1') +
        end('e2') +
        path('s', 'f', 'a', 'j1', 'x1') +
        path('f', 'b', 'j2', 'x2') +
        flow('x1', 'j2', '=p') +
        flow('x2', 'j1', '=q') +
        flow('x1', 'e1') +
        flow('x2', 'e2'),
    );
    expect(result.deadlocks.map(({ elements }) => elements)).toEqual([['j1', 'j2']]);
  });

  it('shows what keeps happening and never ends', async () => {
    const script = tag('zeebe:script', { expression: '=1', resultVariable: 'n' });
    const result = await analysed(
      start('s') +
        gate('exclusive', 'm') +
        el('scriptTask', 'n', {}, tag('bpmn:extensionElements', {}, script)) +
        boundary('b', 'n', error('X')) +
        user('u') +
        end('e') +
        path('s', 'm', 'n', 'u', 'm') +
        path('b', 'e'),
    );
    expect(result).toMatchObject({ sound: false, deadlocks: [], neverReached: ['b', 'e'] });
    expect(result.cannotComplete.map(({ elements }) => elements)).toEqual([['u']]);
  });

  it('shows what goes round without ever waiting', async () => {
    const script = tag('zeebe:script', { expression: '=1', resultVariable: 'n' });
    const result = await analysed(
      start('s') +
        gate('exclusive', 'm') +
        el('scriptTask', 'n', {}, tag('bpmn:extensionElements', {}, script)) +
        boundary('b', 'n', error('X')) +
        end('e') +
        path('s', 'm', 'n', 'm') +
        path('b', 'e'),
    );
    expect(result).toMatchObject({ sound: false, endless: ['s'] });
  });

  it('finds the way out of a circle that a condition decides', async () => {
    const result = await analysed(
      start('s') +
        gate('exclusive', 'm') +
        service('n', 'op') +
        gate('exclusive', 'x', 'x-e') +
        end('e') +
        path('s', 'm', 'n', 'x') +
        flow('x', 'm', '=again') +
        flow('x', 'e'),
    );
    expect(result).toMatchObject({ sound: true, endless: [], neverReached: [] });
  });

  it('shows elements that no run comes to', async () => {
    const result = await analysed(
      start('s') +
        sub('p', start('is'), user('u'), end('ie'), path('is', 'u', 'ie')) +
        call('c', 'other') +
        end('e') +
        service('t', 'op') +
        boundary('b', 't', timer('timeDuration', 'P1D')) +
        el(
          'scriptTask',
          'n',
          {},
          tag('bpmn:extensionElements', {}, tag('zeebe:script', { expression: '=1', resultVariable: 'n' })),
        ) +
        boundary('bn', 'n', error('X')) +
        path('s', 'p', 'c', 't', 'n', 'e') +
        flow('b', 'e') +
        flow('bn', 'e'),
    );
    expect(result.neverReached).toEqual(['bn']);
    expect(result.deadlocks).toEqual([]);
  });

  it('tells of tokens that an end cuts off and of doubled ones', async () => {
    const result = await analysed(
      start('s') +
        gate('parallel', 'f') +
        user('a') +
        user('b') +
        end('e') +
        end('x', tag('bpmn:terminateEventDefinition')) +
        gate('exclusive', 'm') +
        user('c') +
        path('s', 'f', 'a', 'm', 'c', 'e') +
        path('f', 'b', 'm') +
        user('d') +
        path('f', 'd', 'x'),
    );
    expect(result).toMatchObject({ sound: true, doubled: ['c'] });
    expect(result.leftAtEnd).toEqual(['a', 'b', 'c']);
  });

  it('finds nothing in a process that is sound', async () => {
    const result = await analysed(
      start('s') +
        start('s2', message('go')) +
        gate('exclusive', 'm') +
        user('accept') +
        boundary('late', 'accept', timer('timeDuration', 'P5D')) +
        boundary('remind', 'accept', timer('timeCycle', 'R3/P1D'), false) +
        service('sms', 'sms') +
        end('e0') +
        gate('exclusive', 'x', 'x-pay') +
        user('correct') +
        gate('eventBased', 'pay') +
        catcher('paid', message('paid')) +
        catcher('unpaid', timer('timeDuration', 'P10D')) +
        end('e1') +
        sub(
          'site',
          start('is'),
          el('userTask', 'visit', {}, loop({ inputCollection: '=rooms' }, { until: '=done' })),
          end('bad', error('BAD')),
          gate('exclusive', 'ok', 'ok-ie'),
          end('ie'),
          path('is', 'visit', 'ok'),
          flow('ok', 'bad', '=bad'),
          flow('ok', 'ie'),
        ) +
        boundary('refused', 'site', error('BAD')) +
        end('e2') +
        end('e3') +
        path('s', 'm') +
        path('s2', 'm') +
        path('m', 'accept', 'x') +
        flow('x', 'correct', '=wrong') +
        flow('correct', 'm') +
        flow('x', 'pay') +
        path('pay', 'paid', 'site', 'e2') +
        path('pay', 'unpaid', 'e1') +
        path('refused', 'e3') +
        path('late', 'e1') +
        path('remind', 'sms', 'e0'),
    );
    expect(result).toMatchObject({
      sound: true,
      bounded: false,
      deadlocks: [],
      cannotComplete: [],
      neverReached: [],
      endless: [],
      doubled: [],
    });
    expect(result.states).toBe(7);
  });

  it('says when it stopped early', async () => {
    const branches = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const result = await analysed(
      start('s') +
        gate('parallel', 'x') +
        gate('parallel', 'y') +
        end('z') +
        path('s', 'x') +
        path('y', 'z') +
        branches.map((id) => user(id) + path('x', id, 'y')).join(''),
      20,
    );
    expect(result).toMatchObject({ bounded: true, neverReached: [] });
  });
});
