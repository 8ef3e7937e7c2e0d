import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from './folders.ts';
import { open } from './load.ts';
import { keepPart } from './parts.ts';
import { isMet, median, percentile, ratioOf, spread } from './statistics.ts';
import { fill, findNewIds, toTemplate } from './template.ts';
import { commandOf, readStatements } from './trace.ts';

const made = '01a210c0-8b5b-75eb-8be4-5b87f712416d';
const madeAt = Number.parseInt('01a210c08b5b', 16);

describe('figures', () => {
  it('takes the median, the nearest rank and the spread', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5);
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(spread([90, 100, 120])).toBeCloseTo(0.3);
  });

  it('judges by the median, or by the ratio of two medians', () => {
    const measure = { what: '', unit: '/s', runs: [100, 300, 200] };
    expect(isMet({ ...measure, target: { kind: 'atLeast', value: 200 } })).toBe(true);
    expect(isMet({ ...measure, target: { kind: 'atMost', value: 199 } })).toBe(false);
    const against = { what: 'floor', runs: [400] };
    const compared = { ...measure, against, target: { kind: 'ratio', atLeast: 0.6 } } as const;
    expect(ratioOf(compared)).toBe(0.5);
    expect(isMet(compared)).toBe(false);
  });
});

describe('templates', () => {
  it('fills what differs and keeps the rest', () => {
    const holes = new Map([
      [made, 'case'],
      ['JN2026+1', 'number'],
    ]);
    const template = toTemplate(`{"id":"${made}","no":"JN2026+1"}`, holes);
    expect(fill(template, { case: 'a', number: 'b' })).toBe('{"id":"a","no":"b"}');
  });

  it('finds ids by when they were made', () => {
    expect(findNewIds([`x ${made}, ${made}`], madeAt)).toEqual([made]);
    expect(findNewIds([made], madeAt + 1)).toEqual([]);
  });
});

describe('the log of PostgreSQL', () => {
  const line = (pid: number, text: string) => `2026-11-25 03:12:21.123 UTC [${pid}] ${text}`;
  const log = [
    line(1, 'LOG:  execute <unnamed>: select * from session where hash = $1'),
    line(1, "DETAIL:  Parameters: $1 = 'secret'"),
    line(2, 'LOG:  statement: begin'),
    line(3, 'LOG:  statement: select 1'),
    line(2, 'LOG:  execute <unnamed>: insert into job'),
    '\tvalues ($1, $2)',
    line(2, "DETAIL:  Parameters: $1 = 'it''s, $2', $2 = NULL"),
    line(2, 'LOG:  statement: commit'),
    line(2, 'LOG:  statement: begin'),
    '',
  ].join('\n');

  it('is read as statements with their parameters', () => {
    expect(readStatements(log)[3]).toEqual({
      pid: '2',
      text: 'insert into job\nvalues ($1, $2)',
      params: ["it's, $2", null],
    });
  });

  it('gives the statements of one command', () => {
    const command = commandOf(readStatements(log), ['secret'], 'insert into job');
    expect(command.map(({ text }) => text.split(' ')[0])).toEqual(['select', 'begin', 'insert', 'commit']);
  });
});

it('times a task of the open model from when it was due', async () => {
  const dues: number[] = [];
  const { latenciesMs } = await open({ perSecond: 100, seconds: 0.1 }, async (_, due) => void dues.push(due));
  expect(latenciesMs).toHaveLength(10);
  expect(dues.map((due, index) => Math.round(due - (dues[0] ?? 0) - index * 10))).toEqual(Array(10).fill(0));
});

it('keeps each run in its place, and the newest of a name', () =>
  withFolder(async (dir) => {
    const file = path.join(dir, 'results.md');
    const keep = (name: string, found: string) =>
      keepPart({
        file,
        head: '# Results\n',
        name,
        text: `## ${name}: what\n\n${found}\n`,
        order: ['first', 'second'],
      });
    await keep('second', 'two');
    await keep('first', 'one');
    await keep('second', 'three');
    expect(await readFile(file, 'utf8')).toBe(
      '# Results\n\n## first: what\n\none\n\n## second: what\n\nthree\n',
    );
  }));
