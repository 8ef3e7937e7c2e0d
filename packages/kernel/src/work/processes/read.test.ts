import { describe, expect, it } from 'vitest';
import { ProcessImportError, type ProblemCode } from './problems.ts';
import { readProcess } from './read.ts';
import {
  boundary,
  bpmn,
  call,
  catcher,
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
  timer,
  user,
} from './testkit.ts';

async function problemsOf(xml: string): Promise<ProcessImportError['problems']> {
  try {
    await readProcess(xml, plainExpressions);
    return [];
  } catch (problem) {
    if (problem instanceof ProcessImportError) return problem.problems;
    throw problem;
  }
}

/** A process whose only doubtful part is `body`, entered at `first` and left from `last`. */
function around(body: string, first = 't', last = first): string {
  return bpmn(start('s') + body + end('e') + path('s', first) + flow(last, 'e'));
}

const definition = (name: string): string => tag(`bpmn:${name}EventDefinition`);
const inner = start('is') + end('ie') + path('is', 'ie');

const refusals: [name: string, xml: string, blamed: string, code: ProblemCode][] = [
  ['not XML at all', 'hello', '', 'invalidXml'],
  ['another kind of XML', '<a/>', '', 'invalidXml'],
  ['no executable process', bpmn('').replace('isExecutable="true"', ''), 'definitions', 'noProcess'],
  ['no start event', bpmn(end('e')), 'process', 'missing'],
  [
    'an element that BPMN does not know',
    around('<bpmn:fooTask id="foo" name="Foo"/>' + user('t')),
    'foo',
    'unsupported',
  ],
  ['an id used twice', around(user('t') + user('t')), 't', 'unsupported'],
  ['an unknown attribute', around(el('userTask', 't', { colour: 'red' })), 't', 'unsupported'],
  ['a task of no type', around(el('task', 't')), 't', 'unsupported'],
  ['a manual task', around(el('manualTask', 't')), 't', 'unsupported'],
  ['a complex gateway', around(el('complexGateway', 't')), 't', 'unsupported'],
  ['a transaction', around(el('transaction', 't', {}, inner)), 't', 'unsupported'],
  ['an ad-hoc subprocess', around(el('adHocSubProcess', 't', {}, inner)), 't', 'unsupported'],
  [
    'an event subprocess',
    bpmn(start('s') + end('e') + path('s', 'e') + el('subProcess', 't', { triggeredByEvent: 'true' }, inner)),
    't',
    'unsupported',
  ],
  ['a signal catch event', around(catcher('t', definition('signal'))), 't', 'unsupported'],
  ['a conditional catch event', around(catcher('t', definition('conditional'))), 't', 'unsupported'],
  ['a link event', around(catcher('t', definition('link'))), 't', 'unsupported'],
  [
    'an escalation throw event',
    around(el('intermediateThrowEvent', 't', {}, definition('escalation'))),
    't',
    'unsupported',
  ],
  [
    'a compensation end event',
    bpmn(start('s') + end('t', definition('compensate')) + path('s', 't')),
    't',
    'unsupported',
  ],
  ['a catch event of no kind', around(el('intermediateCatchEvent', 't')), 't', 'unsupported'],
  [
    'a signal start event',
    bpmn(start('t', definition('signal')) + end('e') + path('t', 'e')),
    't',
    'unsupported',
  ],
  [
    'an escalation boundary event',
    around(user('t') + boundary('b', 't', definition('escalation')) + flow('b', 'e')),
    'b',
    'unsupported',
  ],
  [
    'a non-interrupting error event',
    around(user('t') + boundary('b', 't', error('E'), false) + flow('b', 'e')),
    'b',
    'unsupported',
  ],
  [
    'two definitions in one event',
    around(catcher('t', timer('timeDuration', 'P1D') + message('m'))),
    't',
    'unsupported',
  ],
  [
    'a timer start in a subprocess',
    around(sub('t', start('is', timer('timeDuration', 'P1D')), end('ie'), path('is', 'ie'))),
    'is',
    'unsupported',
  ],
  [
    'a standard loop',
    around(el('userTask', 't', {}, tag('bpmn:standardLoopCharacteristics'))),
    't',
    'unsupported',
  ],
  [
    'a loop cardinality',
    around(
      el(
        'userTask',
        't',
        {},
        loop({ inputCollection: '=a' }).replace(
          '</bpmn:multi',
          '<bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multi',
        ),
      ),
    ),
    't',
    'unsupported',
  ],
  [
    'a multi-instance without collection',
    around(el('userTask', 't', {}, loop({ inputElement: 'x' }))),
    't',
    'missing',
  ],
  [
    'an output collection without element',
    around(el('userTask', 't', {}, loop({ inputCollection: '=a', outputCollection: 'b' }))),
    't',
    'missing',
  ],
  ['compensation', around(el('userTask', 't', { isForCompensation: 'true' })), 't', 'unsupported'],
  ['execution listeners', around(user('t', ext(tag('zeebe:executionListeners')))), 't', 'unsupported'],
  [
    'an assignee',
    around(user('t', ext(tag('zeebe:assignmentDefinition', { assignee: 'bob' })))),
    't',
    'unsupported',
  ],
  [
    'an extension of another engine',
    around(user('t', ext(tag('camunda:taskListener', { event: 'create' })))),
    't',
    'foreignExtension',
  ],
  [
    'an attribute of another engine',
    around(el('userTask', 't', { 'camunda:assignee': 'bob' })),
    't',
    'foreignExtension',
  ],
  ['a service task without type', around(el('serviceTask', 't')), 't', 'missing'],
  [
    'retries that nobody counts',
    around(el('serviceTask', 't', {}, ext(tag('zeebe:taskDefinition', { type: 'a', retries: '3' })))),
    't',
    'unsupported',
  ],
  ['a business rule task without decision', around(el('businessRuleTask', 't')), 't', 'missing'],
  ['a script task without expression', around(el('scriptTask', 't')), 't', 'missing'],
  [
    'a script in another language',
    around(
      el(
        'scriptTask',
        't',
        {},
        ext(tag('zeebe:script', { expression: '=1', resultVariable: 'a' })),
        tag('bpmn:script', {}, '1'),
      ),
    ),
    't',
    'unsupported',
  ],
  ['a call activity without process', around(el('callActivity', 't')), 't', 'missing'],
  [
    'a throw message without type',
    around(el('intermediateThrowEvent', 't', {}, message('m'))),
    't',
    'missing',
  ],
  ['a receive task without message', around(el('receiveTask', 't')), 't', 'missing'],
  [
    'a message without key',
    around(catcher('t', message('m'))).replace('correlationKey="=key"', ''),
    't',
    'missing',
  ],
  [
    'an error without code',
    around(user('t') + boundary('b', 't', error('E')) + flow('b', 'e')).replace('errorCode="E"', ''),
    'b',
    'missing',
  ],
  ['a timer without time', around(catcher('t', definition('timer'))), 't', 'missing'],
  ['a bad duration', around(catcher('t', timer('timeDuration', '3 days'))), 't', 'badTimer'],
  ['a duration that ends in T', around(catcher('t', timer('timeDuration', 'P1DT'))), 't', 'badTimer'],
  ['a date that does not exist', around(catcher('t', timer('timeDate', '2026-02-30'))), 't', 'badTimer'],
  [
    'a bad cycle',
    around(user('t') + boundary('b', 't', timer('timeCycle', '0 0 * * *'), false) + flow('b', 'e')),
    'b',
    'badTimer',
  ],
  [
    'a cycle that could fire once only',
    around(catcher('t', timer('timeCycle', 'R3/PT1H'))),
    't',
    'unsupported',
  ],
  [
    'an unknown calendar',
    around(
      el(
        'intermediateCatchEvent',
        't',
        {},
        ext(tag('zeebe:properties', {}, tag('zeebe:property', { name: 'calendar', value: 'lunar' }))),
        timer('timeDuration', 'P1D'),
      ),
    ),
    't',
    'unsupported',
  ],
  [
    'a timer on a script',
    around(
      el('scriptTask', 't', {}, ext(tag('zeebe:script', { expression: '=1', resultVariable: 'a' }))) +
        boundary('b', 't', timer('timeDuration', 'P1D')) +
        flow('b', 'e'),
    ),
    'b',
    'neverFires',
  ],
  ['a bad expression', around(user('t', ext(io(['output', '=1 +', 'a'])))), 't', 'badExpression'],
  [
    'a bad condition',
    around(gate('exclusive', 't', 't-e') + flow('t', 'x', '=(') + end('x')),
    't-x',
    'badExpression',
  ],
  [
    'a missing condition',
    around(gate('exclusive', 't') + flow('t', 'x', '=a') + end('x')),
    't-e',
    'missingCondition',
  ],
  [
    'a condition after a parallel gateway',
    around(gate('parallel', 't') + flow('t', 'x', '=a') + end('x')),
    't-x',
    'conditionWithoutUse',
  ],
  [
    'a condition on the default flow',
    around(gate('exclusive', 't', 't-x') + flow('t', 'x', '=a') + end('x')),
    't-x',
    'conditionWithoutUse',
  ],
  [
    'a default on a parallel gateway',
    around(el('parallelGateway', 't', { default: 't-x' }) + flow('t', 'x') + end('x')),
    't',
    'wrongDefault',
  ],
  ['a flow to nowhere', around(user('t') + flow('t', 'gone')), 't-gone', 'danglingFlow'],
  [
    'a flow into a subprocess',
    around(sub('t', start('is'), user('iu'), end('ie'), path('is', 'iu', 'ie')) + flow('s', 'iu')),
    's-iu',
    'danglingFlow',
  ],
  [
    'a boundary event on nothing',
    around(user('t') + boundary('b', 'gone', error('E')) + flow('b', 'e')),
    'b',
    'missing',
  ],
  [
    'a boundary event on a gateway',
    around(gate('exclusive', 't') + boundary('b', 't', error('E')) + flow('b', 'e')),
    'b',
    'danglingReference',
  ],
  ['an element that no flow leads to', around(user('t') + user('u') + flow('u', 'e')), 'u', 'unreachable'],
  [
    'an element without a way out',
    around(gate('parallel', 't') + user('u') + flow('t', 'u')),
    'u',
    'noWayOut',
  ],
  [
    'a circle without a way out',
    around(gate('parallel', 't') + user('u') + user('v') + path('t', 'u', 'v', 'u')),
    'v',
    'noWayOut',
  ],
  ['a flow out of an end event', around(user('t') + end('x') + path('t', 'x', 't')), 'x', 'flowsHere'],
  ['a flow into a start event', around(gate('parallel', 't') + flow('t', 's')), 's', 'flowsHere'],
  [
    'a subprocess with two starts',
    around(sub('t', start('i1'), start('i2'), end('ie'), path('i1', 'ie'), path('i2', 'ie'))),
    't',
    'starts',
  ],
  ['two plain start events', around(user('t') + start('s2') + flow('s2', 't')), 's2', 'duplicateStart'],
  [
    'an event-based gateway before a task',
    around(
      gate('eventBased', 't') +
        user('u') +
        catcher('c', message('m')) +
        path('t', 'u', 'x') +
        path('t', 'c', 'x') +
        end('x'),
    ).replace(flow('t', 'e'), flow('x2', 'e')),
    'u',
    'eventTarget',
  ],
  [
    'an event-based gateway with one way',
    around(gate('eventBased', 't') + catcher('c', message('m')) + flow('t', 'c'), 't', 'c'),
    't',
    'noChoice',
  ],
];

describe('a file that cannot run is refused by element', () => {
  it.each(refusals)('%s', async (_, xml, blamed, code) => {
    const problems = await problemsOf(xml);
    const found = problems.map((problem) => [problem.elementId, problem.code]);
    expect(found).toContainEqual([blamed, code]);
    for (const { message: text } of problems) {
      expect(text.zh).not.toMatch(/\{|undefined/);
      expect(text.en).not.toMatch(/\{(what|reason)|undefined/);
    }
  });

  it('names every problem, not only the first', async () => {
    const problems = await problemsOf(
      bpmn(
        start('s') +
          el('task', 'a') +
          el('serviceTask', 'b') +
          catcher('c', timer('timeDuration', 'x')) +
          end('e') +
          path('s', 'a', 'b', 'c', 'e'),
      ),
    );
    expect(problems).toHaveLength(3);
    expect(problems.map(({ elementId }) => elementId)).toEqual(['a', 'b', 'c']);
    expect(problems[0]).toMatchObject({ elementName: 'name of a', type: 'bpmn:Task', code: 'unsupported' });
    expect(new ProcessImportError(problems).message).toContain('bpmn:ServiceTask b');
  });
});

describe('a file that can run', () => {
  it('keeps names, properties and what only its reader needs', async () => {
    const property = tag('zeebe:properties', {}, tag('zeebe:property', { name: 'status', value: 'review' }));
    const xml = around(
      user('t', ext(property, tag('zeebe:userTask'), tag('zeebe:formDefinition', { formId: 'check' }))) +
        el('dataObjectReference', 'paper') +
        tag('bpmn:textAnnotation', { id: 'note' }, tag('bpmn:text', {}, 'read me')),
    );
    const read = await readProcess(xml, plainExpressions);
    expect(read.id).toBe('process');
    expect([...read.nodes.keys()].toSorted()).toEqual(['e', 's', 't']);
    expect(read.nodes.get('t')).toMatchObject({
      name: 'name of t',
      form: 'check',
      properties: { status: 'review' },
    });
  });

  it('may call another process by the standard attribute', async () => {
    const read = await readProcess(
      around(el('callActivity', 't', { calledElement: 'other' })),
      plainExpressions,
    );
    expect(read.nodes.get('t')).toMatchObject({ kind: 'call', processId: 'other' });
    await expect(problemsOf(around(call('t', 'other') + service('x', 'op')))).resolves.not.toHaveLength(0);
  });
});
