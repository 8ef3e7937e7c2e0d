import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { readProcess } from './read.ts';
import {
  bpmn,
  drive,
  el,
  end,
  flow,
  gate,
  loop,
  path,
  plainExpressions,
  service,
  start,
  sub,
  testIo,
  user,
} from './testkit.ts';

/** A block has one way in and one way out, so whatever is built of blocks is sound. */
type Block =
  | { kind: 'user' | 'service' }
  | { kind: 'sequence' | 'parallel' | 'exclusive' | 'inclusive'; parts: Block[] }
  | { kind: 'subprocess'; part: Block }
  | { kind: 'retry'; part: Block }
  | { kind: 'each'; items: number; sequential: boolean };

const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Block>({ kind: 'user' }, { kind: 'service' }),
    fc.record({ kind: fc.constant('each' as const), items: fc.nat(3), sequential: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom(
        'sequence' as const,
        'parallel' as const,
        'exclusive' as const,
        'inclusive' as const,
      ),
      parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('subprocess' as const), part: tie('block') }),
    fc.record({ kind: fc.constant('retry' as const), part: tie('block') }),
  ),
}));

interface Drawn {
  xml: string;
  first: string;
  last: string;
  /** How often each user task will be done, given which conditions hold. */
  tasks: Map<string, number>;
}

/** Draws a block; `holds` answers each condition, so that the expected visits are known beforehand. */
function draw(root: Block, holds: () => boolean): Drawn {
  let ids = 0;
  const next = (prefix: string): string => `${prefix}${(ids += 1)}`;

  function one(item: Block, times: number): Drawn {
    switch (item.kind) {
      case 'user': {
        const id = next('u');
        return { xml: user(id), first: id, last: id, tasks: new Map([[id, times]]) };
      }
      case 'service': {
        const id = next('v');
        return { xml: service(id, 'op'), first: id, last: id, tasks: new Map() };
      }
      case 'each': {
        const id = next('m');
        const list = JSON.stringify(Array.from({ length: item.items }, () => 0));
        const xml = el(
          'userTask',
          id,
          {},
          loop({ inputCollection: `=${list}` }, { sequential: item.sequential }),
        );
        return { xml, first: id, last: id, tasks: new Map([[id, times * item.items]]) };
      }
      case 'subprocess': {
        const id = next('p');
        const part = one(item.part, times);
        const inside =
          start(`${id}s`) + part.xml + end(`${id}e`) + flow(`${id}s`, part.first) + flow(part.last, `${id}e`);
        return { xml: sub(id, inside), first: id, last: id, tasks: part.tasks };
      }
      case 'retry': {
        const [into, out] = [next('g'), next('g')];
        const again = holds() ? 1 : 0;
        const part = one(item.part, times * (1 + again));
        // The counter is asked for at each pass: the first `again` answers send the token back.
        const xml =
          part.xml +
          gate('exclusive', into) +
          gate('exclusive', out, `${out}-${out}x`) +
          gate('exclusive', `${out}x`) +
          flow(into, part.first) +
          flow(part.last, out) +
          flow(out, into, `=count("${out}") <= ${again}`) +
          flow(out, `${out}x`);
        return { xml, first: into, last: `${out}x`, tasks: part.tasks };
      }
      case 'sequence': {
        const parts = item.parts.map((part) => one(part, times));
        const links = parts.slice(1).map((part, index) => flow(parts[index]?.last ?? '', part.first));
        return {
          xml: parts.map(({ xml }) => xml).join('') + links.join(''),
          first: parts[0]?.first ?? '',
          last: parts.at(-1)?.last ?? '',
          tasks: union(parts),
        };
      }
      case 'parallel':
      case 'exclusive':
      case 'inclusive':
        return branches(item.kind, item.parts, times);
    }
  }

  function branches(kind: 'parallel' | 'exclusive' | 'inclusive', blocks: Block[], times: number): Drawn {
    const [split, join] = [next('g'), next('g')];
    const answers = blocks.slice(1).map(() => holds());
    const chosen = blocks.map((_, index) => {
      if (kind === 'parallel') return true;
      if (index === 0) return !answers.includes(true);
      return kind === 'exclusive' ? answers.indexOf(true) === index - 1 : answers[index - 1] === true;
    });
    const parts = blocks.map((part, index) => one(part, chosen[index] ? times : 0));
    const byDefault = kind === 'parallel' ? undefined : `${split}-${parts[0]?.first}`;
    const xml = parts.map((part, index) => {
      const condition = kind === 'parallel' || index === 0 ? undefined : `=${answers[index - 1]}`;
      return part.xml + flow(split, part.first, condition) + flow(part.last, join);
    });
    return {
      xml: gate(kind, split, byDefault) + gate(kind, join) + xml.join(''),
      first: split,
      last: join,
      tasks: union(parts),
    };
  }

  return one(root, 1);
}

function union(parts: readonly Drawn[]): Map<string, number> {
  return new Map(parts.flatMap(({ tasks }) => [...tasks]));
}

/** `count("g1")` is how often the gateway asked within one run. */
function counting(): typeof plainExpressions {
  const counts = new Map<string, number>();
  const count = (id: string): number => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts.get(id) ?? 0;
  };
  return {
    compile(source) {
      const inner = plainExpressions.compile(source);
      return { evaluate: (variables, now) => inner.evaluate({ ...variables, count }, now) };
    },
  };
}

const whole = ({ xml, first, last }: Drawn): string =>
  bpmn(start('s') + xml + end('e') + path('s', first) + path(last, 'e'));

it('a process built of sound blocks completes and neither loses nor doubles a token', async () => {
  await fc.assert(
    fc.asyncProperty(
      block,
      fc.infiniteStream(fc.boolean()),
      fc.infiniteStream(fc.nat()),
      async (root, answers, picks) => {
        const nested = hasRetryWithin(root);
        const drawn = draw(root, () => !nested && answers.next().value === true);
        const expressions = counting();
        const driver = await drive(whole(drawn), {}, testIo({}, expressions), expressions);
        const done = new Map<string, number>();
        for (let waits = driver.instance.state.waits; waits.length > 0; waits = driver.instance.state.waits) {
          const wait = waits[picks.next().value % waits.length];
          if (!wait) break;
          await driver.send({ kind: 'completeTask', waitId: wait.id });
          done.set(wait.at, (done.get(wait.at) ?? 0) + 1);
        }
        expect(driver.instance.state).toMatchObject({
          status: 'completed',
          tokens: [],
          scopes: [],
          waits: [],
        });
        const expected = [...drawn.tasks].filter(([, times]) => times > 0);
        expect(Object.fromEntries(done)).toEqual(Object.fromEntries(expected));
        expect(driver.entered.filter((id) => id === 'e')).toHaveLength(1);
      },
    ),
    { numRuns: 300, seed: 20260101 },
  );
});

/** A block that goes round inside another or inside a choice cannot be counted beforehand so simply. */
function hasRetryWithin(root: Block, within = false): boolean {
  if (root.kind === 'retry') return within || hasRetryWithin(root.part, true);
  if ('parts' in root) return root.parts.some((part) => hasRetryWithin(part, within));
  return 'part' in root && hasRetryWithin(root.part, within);
}

it('the state space of a process built of sound blocks has no fault', async () => {
  await fc.assert(
    fc.asyncProperty(block, async (root) => {
      const definition = await readProcess(whole(draw(root, () => false)), plainExpressions);
      const result = await analyse(definition, { maxStates: 3000 });
      expect(result).toMatchObject({
        deadlocks: [],
        cannotComplete: [],
        endless: [],
        neverReached: [],
        doubled: [],
      });
    }),
    { numRuns: 60, seed: 20260102 },
  );
});
