import { describe, expect, it } from 'vitest';
import { startInstance, trigger } from './engine.ts';
import { readProcess } from './read.ts';
import { BpmnError, ProcessRunError } from './state.ts';
import {
  boundary,
  bpmn,
  call,
  catcher,
  drive,
  el,
  end,
  error,
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
  sub,
  tag,
  testIo,
  timer,
  user,
  type Driver,
  type World,
} from './testkit.ts';

function run(elements: string, variables = {}, world: World = {}): Promise<Driver> {
  return drive(bpmn(elements), { variables }, testIo(world, plainExpressions), plainExpressions);
}

function fails(): never {
  throw new Error('disk full');
}

function objects(): never {
  throw new BpmnError('E7', 'no such parcel', { parcel: 12 });
}

const straight = (body: string, ...ids: string[]): string =>
  start('s') + body + end('e') + path('s', ...ids, 'e');

describe('a step that cannot go on', () => {
  it('is stopped when it goes round without waiting', async () => {
    const circle =
      straight(
        service('t', 'op') + gate('exclusive', 'm') + gate('exclusive', 'x', 'x-m'),
        'm',
        't',
        'x',
      ).replace(flow('x', 'e'), flow('x', 'e', '=never')) + flow('x', 'm');
    const definition = await readProcess(bpmn(circle), plainExpressions);
    const started = startInstance(definition, {}, testIo({}, plainExpressions), { limit: 100 });
    await expect(started).rejects.toThrow('more than 100 elements');
  });

  it('is stopped when a process calls itself', async () => {
    const xml = bpmn(straight(call('c', 'process'), 'c'));
    const port = testIo({ processes: { process: xml } }, plainExpressions);
    await expect(startInstance(await readProcess(xml, plainExpressions), {}, port)).rejects.toThrow(
      ProcessRunError,
    );
  });

  it.each([
    [
      'no condition holds',
      straight(gate('exclusive', 'x') + user('t') + flow('x', 't', '=a') + path('t', 'e'), 'x').replace(
        flow('x', 'e'),
        flow('x', 'e', '=b'),
      ),
    ],
    ['the collection is no list', straight(el('userTask', 't', {}, loop({ inputCollection: '=a' })), 't')],
    ['the correlation key has no value', straight(catcher('t', message('m')), 't')],
    ['the time has no value', straight(catcher('t', timer('timeDuration', '=a')), 't')],
    ['the time is no time', straight(catcher('t', timer('timeDuration', '="soon"')), 't')],
    [
      'the calendar is not there',
      straight(
        el(
          'intermediateCatchEvent',
          't',
          {},
          ext(tag('zeebe:properties', {}, tag('zeebe:property', { name: 'calendar', value: 'working' }))),
          timer('timeDuration', 'P5D'),
        ),
        't',
      ),
    ],
  ])('when %s', async (_, elements) => {
    await expect(run(elements)).rejects.toThrow(ProcessRunError);
  });

  it('when an operation fails for a reason that is not the process’s business', async () => {
    const elements = straight(service('t', 'op') + boundary('b', 't', error()) + flow('b', 'e'), 't');
    await expect(run(elements, {}, { operations: { op: fails } })).rejects.toThrow('disk full');
  });

  it('leaves the instance as it was', async () => {
    const elements = straight(
      user('t') +
        el(
          'userTask',
          'm',
          {},
          loop({ inputCollection: '=list', outputCollection: 'out', outputElement: '=answer' }),
        ) +
        service('v', 'op'),
      't',
      'm',
      'v',
    );
    const definition = await readProcess(bpmn(elements), plainExpressions);
    const port = testIo({ operations: { op: fails } }, plainExpressions);
    let instance = await startInstance(definition, { variables: { list: [1], deep: { a: 1 } } }, port);
    instance = await trigger(
      definition,
      instance,
      { kind: 'completeTask', waitId: instance.state.waits[0]?.id ?? '' },
      port,
    );
    const before = JSON.stringify(instance);
    const event = {
      kind: 'completeTask',
      waitId: instance.state.waits[0]?.id ?? '',
      variables: { answer: 1 },
    } as const;
    await expect(trigger(definition, instance, event, port)).rejects.toThrow('disk full');
    expect(JSON.stringify(instance)).toBe(before);
  });
});

describe('an instance', () => {
  it('ends with the code of an error that nothing catches', async () => {
    const definition = await readProcess(
      bpmn(
        start('s') +
          gate('parallel', 'f') +
          user('u') +
          end('e') +
          service('t', 'op') +
          end('x') +
          path('s', 'f', 'u', 'e') +
          path('f', 't', 'x'),
      ),
      plainExpressions,
    );
    const step = await startInstance(
      definition,
      {},
      testIo({ operations: { op: objects } }, plainExpressions),
    );
    expect(step.effects).toMatchObject({ ended: 'error', errorCode: 'E7', opened: [], closed: [] });
    expect(step).toMatchObject({
      variables: { parcel: 12 },
      state: { status: 'error', tokens: [], waits: [] },
    });
  });

  it('can be cancelled once', async () => {
    const driver = await run(
      straight(
        sub(
          'p',
          straight(user('t'), 't')
            .replaceAll('"s"', '"is"')
            .replaceAll('"e"', '"ie"')
            .replaceAll('"s-t"', '"is-t"')
            .replaceAll('"t-e"', '"t-ie"'),
        ) +
          boundary('b', 'p', timer('timeDuration', 'P1D')) +
          flow('b', 'e'),
        'p',
      ),
    );
    const ids = driver.instance.state.waits.map(({ id }) => id);
    const step = await driver.send({ kind: 'cancel' });
    expect(step.effects).toMatchObject({ ended: 'cancelled', opened: [] });
    expect([...step.effects.closed].toSorted()).toEqual(ids.toSorted());
    expect((await driver.send({ kind: 'cancel' })).applied).toBe(false);
    expect((await driver.send({ kind: 'completeTask', waitId: ids[0] ?? '' })).applied).toBe(false);
  });

  it('moves a timer and keeps its id', async () => {
    const driver = await run(straight(catcher('c', timer('timeDuration', 'P1D')), 'c'));
    const { id } = driver.wait('c');
    const step = await driver.send({
      kind: 'moveTimer',
      waitId: id,
      dueAt: new Date('2026-05-01T00:00:00Z'),
    });
    expect(step.effects).toMatchObject({ closed: [id], opened: [{ id, dueAt: '2026-05-01T00:00:00.000Z' }] });
    expect(driver.wait('c')).toMatchObject({ id, dueAt: '2026-05-01T00:00:00.000Z' });
    await driver.fire('c');
    expect(driver.instance.state.status).toBe('completed');
  });

  it('tells what opened with all that a queue needs', async () => {
    const properties = tag(
      'zeebe:properties',
      {},
      tag('zeebe:property', { name: 'verbs', value: 'accept,refuse' }),
    );
    const driver = await run(
      straight(
        user(
          't',
          ext(
            properties,
            tag('zeebe:assignmentDefinition', { candidateGroups: 'clerk, reviewer' }),
            tag('zeebe:formDefinition', { formId: 'check' }),
            io(['input', '=a', 'b']),
          ),
        ),
        't',
      ),
      { a: 1 },
    );
    expect(driver.opened).toEqual([
      {
        id: 'w1',
        kind: 'task',
        processId: 'process',
        elementId: 't',
        elementName: 'name of t',
        tokenId: 1,
        scopeId: 0,
        candidateGroups: ['clerk', 'reviewer'],
        form: 'check',
        properties: { verbs: 'accept,refuse' },
        headers: {},
        inputs: { b: 1 },
      },
    ]);
  });

  it('does not tell of what opened and closed within one step', async () => {
    const definition = await readProcess(
      bpmn(
        straight(
          sub('p', start('is'), service('t', 'op'), end('ie'), path('is', 't', 'ie')) +
            boundary('b', 'p', timer('timeDuration', 'P1D')) +
            flow('b', 'e'),
          'p',
        ),
      ),
      plainExpressions,
    );
    const step = await startInstance(definition, {}, testIo({}, plainExpressions));
    expect(step.effects).toMatchObject({ opened: [], closed: [], ended: 'completed' });
  });

  it('keeps variables where they are known', async () => {
    const inner = start('is') + user('it') + end('ie') + path('is', 'it', 'ie');
    const driver = await run(
      straight(el('subProcess', 'p', {}, ext(io(['input', '=1', 'local'])), inner), 'p'),
      { shared: 1 },
    );
    await driver.complete('it', { local: 2, shared: 2, fresh: 2 });
    expect(driver.instance.variables).toEqual({ shared: 2, fresh: 2 });
  });

  it('gives a called process only what is mapped, and takes only that back', async () => {
    const child = bpmn(start('cs') + user('ct') + end('ce') + path('cs', 'ct', 'ce'), 'child');
    const called = tag('zeebe:calledElement', {
      processId: 'child',
      propagateAllParentVariables: 'false',
      propagateAllChildVariables: 'false',
    });
    const elements = straight(el('callActivity', 'c', {}, ext(called, io(['input', '=a', 'given']))), 'c');
    const driver = await run(elements, { a: 1, secret: 2 }, { processes: { child } });
    expect(driver.instance.state.scopes[0]?.variables).toEqual({ given: 1 });
    await driver.complete('ct', { noise: 1 });
    expect(driver.instance.variables).toEqual({ a: 1, secret: 2 });
  });

  it('merges a message into one of several receivers, the oldest first', async () => {
    const elements =
      start('s') +
      gate('parallel', 'f') +
      catcher('a', message('m')) +
      catcher('b', message('m')) +
      end('e') +
      path('s', 'f', 'a', 'e') +
      path('f', 'b', 'e');
    const driver = await run(elements, { key: 1 });
    await driver.deliver('m', '1');
    expect(driver.waiting()).toEqual(['b']);
    await driver.deliver('m', '1');
    expect(driver.instance.state.status).toBe('completed');
  });
});
