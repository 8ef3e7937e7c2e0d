import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decision, input, literal, model } from '../testkit.ts';
import { runTck } from './run.ts';
import { readXml } from './xml.ts';

const suite = path.resolve(import.meta.dirname, '../../../../../../../shared/suites/dmn-tck');
const present = existsSync(suite);

function share({ passed, failed }: { passed: number; failed: number }): number {
  return passed / (passed + failed);
}

function expecting(value: string, n: string): string {
  return `<testCase id="c"><inputNode name="n"><value xsi:type="xsd:decimal">${n}</value></inputNode>
    <resultNode name="d"><expected>${value}</expected></resultNode></testCase>`;
}

describe('the suite of the OMG', () => {
  it.runIf(!present)(`is not at ${suite}, so it was not run`, () => expect(present).toBe(false));

  it.runIf(present)('level 2 passes', async () => {
    expect((await runTck(path.join(suite, 'compliance-level-2'))).failures).toEqual([]);
  });

  it.runIf(present)('level 3 passes but for functions in Java', async () => {
    const level = path.join(suite, 'compliance-level-3');
    const total = { passed: 0, failed: 0 };
    for (const folder of await readdir(level)) {
      if (folder.startsWith('0076')) continue;
      const report = await runTck(path.join(level, folder));
      expect(share(report), `${folder}: ${report.failures.join('\n')}`).toBeGreaterThanOrEqual(0.9);
      total.passed += report.passed;
      total.failed += report.failed;
    }
    expect(total.passed).toBeGreaterThan(2000);
    expect(share(total)).toBeGreaterThanOrEqual(0.99);
  });
});

describe('a folder of cases', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-tck-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  async function run(body: string, cases: string): Promise<Awaited<ReturnType<typeof runTck>>> {
    const folder = path.join(dir, 'level', 'one');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'one.dmn'), model(body));
    const xml = `<?xml version="1.0"?><testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>one.dmn</modelName>${cases}</testCases>`;
    await writeFile(path.join(folder, 'one-test-01.xml'), xml);
    return runTck(dir);
  }

  const body =
    input('n', 'number') +
    decision('d', '#n', literal('{a: n, b: [n + 1/3]}')) +
    decision('bad', '', literal('1 +'));

  const right =
    '<component name="a"><value xsi:type="xsd:decimal">1</value></component><component name="b"><list><item><value xsi:type="xsd:decimal">1.3333333333</value></item></list></component>';

  it('counts what is as expected', async () => {
    const nil =
      '<testCase id="n"><resultNode name="bad" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode></testCase>';
    expect(await run(body, expecting(right, '1') + nil)).toEqual({ passed: 2, failed: 0, failures: [] });
  });

  it.each([
    ['another value', expecting(right, '2')],
    [
      'an entry more than expected',
      expecting('<component name="a"><value xsi:type="xsd:decimal">1</value></component>', '1'),
    ],
    ['a value instead of null', expecting('<value xsi:nil="true"/>', '1')],
    ['text instead of a number', expecting(right.replace('xsd:decimal">1<', 'xsd:string">1<'), '1')],
  ])('fails on %s', async (_, cases) => {
    const report = await run(body, cases);
    expect(report).toMatchObject({ passed: 0, failed: 1 });
    expect(report.failures[0]).toMatch(/^one\/one-test-01\.xml c d: expected /);
  });

  it('reads blank text, entities and CDATA', () => {
    const root = readXml(
      '<?xml version="1.0"?><a b="&quot;&#x4e2d;"><!-- <no> --><c> </c><d><![CDATA[<&]]>&lt;</d><e/></a>',
    );
    expect(root.attributes).toEqual({ b: '"中' });
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([
      ['c', ' '],
      ['d', '<&<'],
      ['e', ''],
    ]);
    expect(() => readXml('<a><b></a>')).toThrow('does not close');
    expect(() => readXml('<a>')).toThrow('no end');
  });
});
