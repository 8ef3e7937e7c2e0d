import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../platform/clock/index.ts';
import { createUnitOfWork, system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { createDecisions, type Decisions } from './index.ts';
import { decision, input, literal, model, table } from './testkit.ts';

let database: TestDatabase;
let unit: UnitOfWork;
let decisions: Decisions;
let count = 0;
let prefix = '';
const clock = fixedClock(new Date('2026-01-01T00:00:00Z'));

beforeAll(async () => {
  database = await openTestDatabase();
  unit = createUnitOfWork(database.db, clock);
});
afterAll(() => database.close());

beforeEach(() => {
  count += 1;
  prefix = `t${count}`;
  decisions = createDecisions();
  clock.set(new Date('2026-01-01T00:00:00Z'));
});

function inUnit<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  return unit.run({ actor: system('test') }, work);
}

function publish(xml: string): Promise<{ key: string; version: number; changed: boolean }[]> {
  return inUnit((ctx) => decisions.publish(ctx, { pack: 'p', xml }));
}

function card(limit: number): string {
  const rules = [
    [`>= ${limit}`, '"granted"'],
    ['-', '"notGranted"'],
  ];
  return model(
    input('age', 'number') +
      decision(
        `${prefix}-card`,
        '#age',
        table({ policy: 'FIRST', inputs: ['age'], outputs: ['outcome'], rules }),
      ) +
      decision(`${prefix}-day`, '', literal('today()')),
    { namespace: `urn:${prefix}` },
  );
}

describe('publishing', () => {
  it('makes a version of each decision, and none where nothing changed', async () => {
    expect(await publish(card(60))).toEqual([
      { key: `${prefix}-card`, version: 1, changed: true },
      { key: `${prefix}-day`, version: 1, changed: true },
    ]);
    expect((await publish(card(60))).every(({ changed }) => !changed)).toBe(true);
    expect((await publish(card(65)))[0]).toEqual({ key: `${prefix}-card`, version: 2, changed: true });
  });

  it('refuses a file that cannot be used, names the elements, and keeps the version in force', async () => {
    await publish(card(60));
    const wrong = card(60).replace('>= 60', '>= (');
    const error: unknown = await publish(wrong).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DomainError);
    const refusal = error as DomainError;
    expect(refusal.entry.code).toBe('decision.refused');
    expect(refusal.fields).toHaveLength(1);
    expect(refusal.fields[0]?.text.en).toContain('>= (');
    const answer = await inUnit((ctx) => decisions.evaluate(ctx, `${prefix}-card`, { age: 60 }));
    expect(answer).toMatchObject({ value: 'granted', version: 1 });
  });

  it('keeps what a file imports with each version', async () => {
    const library = (factor: number) =>
      model(
        `<businessKnowledgeModel id="times" name="times"><variable name="times"/><encapsulatedLogic><formalParameter name="x"/>${literal(`x * ${factor}`)}</encapsulatedLogic></businessKnowledgeModel>`,
        { namespace: `urn:lib-${prefix}` },
      );
    const user = model(
      `<import name="lib" namespace="urn:lib-${prefix}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>` +
        decision(`${prefix}-user`, `!urn:lib-${prefix}#times`, literal('lib.times(2)')),
      { namespace: `urn:user-${prefix}` },
    );
    const evaluate = () => inUnit((ctx) => decisions.evaluate(ctx, `${prefix}-user`, {}));
    await expect(publish(user)).rejects.toThrow('decision.refused');
    expect(await publish(library(10))).toEqual([{ key: `urn:lib-${prefix}`, version: 1, changed: true }]);
    await publish(user);
    clock.set(new Date('2026-02-01T00:00:00Z'));
    await publish(library(20));
    expect(await evaluate()).toMatchObject({ value: 20, version: 1 });
    expect(await publish(user)).toMatchObject([{ version: 2, changed: true }]);
    expect(await evaluate()).toMatchObject({ value: 40, version: 2 });
  });
});

describe('evaluating', () => {
  it('takes the newest version, or the one that was newest at an instant', async () => {
    const key = `${prefix}-card`;
    await publish(card(60));
    clock.set(new Date('2026-06-01T00:00:00Z'));
    await publish(card(65));
    const at = (asOf?: string) =>
      inUnit((ctx) => decisions.evaluate(ctx, key, { age: 62 }, asOf ? { asOf: new Date(asOf) } : {}));
    expect(await at()).toMatchObject({ value: 'notGranted', version: 2, decisionId: key });
    expect(await at('2026-03-01T00:00:00Z')).toMatchObject({ value: 'granted', version: 1 });
    expect(await at('2026-06-01T00:00:00Z')).toMatchObject({ version: 2 });
    expect(await at('2020-01-01T00:00:00Z')).toMatchObject({ version: 2 });
    const [first, again] = [await at(), await at()];
    expect(first.definitionId).toBe(again.definitionId);
    expect(first.fired).toMatchObject([{ decision: key, rule: 'rule-2' }]);
  });

  it('takes the date from the unit of work', async () => {
    await publish(card(60));
    clock.set(new Date('2026-07-31T16:00:00Z'));
    expect(await inUnit((ctx) => decisions.evaluate(ctx, `${prefix}-day`, {}))).toMatchObject({
      value: '2026-08-01',
    });
  });

  it('says which decision is not there', async () => {
    await expect(inUnit((ctx) => decisions.evaluate(ctx, 'gone', {}))).rejects.toThrow(
      'decision.unknown-decision',
    );
  });
});
