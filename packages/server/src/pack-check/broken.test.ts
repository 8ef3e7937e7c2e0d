import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../city.ts';
import { checkPack, packRules } from './index.ts';

/** One file of a pack and what becomes of it. */
type Break = readonly [file: string, from: string | RegExp, to: string];

const bpmn = 'processes/elderly-card.bpmn';
const form = 'forms/elderly-card.schema.json';
const item = 'items/elderly-card.json';
const licence = 'licences/elderly-card.json';
const layout = 'layouts/elderly-card.json';
const leftover = '"reasons": { "leftover": { "text": "—", "basis": "—", "remedy": "—" },';

const ghostUse = JSON.stringify({
  id: 'care',
  agencies: ['civil-affairs'],
  law: { title: { zh: '某法', en: 'A law' }, clause: { zh: '第一条', en: 'Article 1' } },
  fields: ['grade', 'ghost'],
});

const brokenStock = JSON.stringify({
  resource: 'person',
  holder: ['id'],
  fields: { grade: 'record name +', ghost: 'record.name' },
});

/** For every rule a way to break the pack of the elderly card that this rule, and no other, must refuse. */
const breaks: Readonly<Record<string, readonly Break[]>> = {
  schema: [[item, '"level": 3', '"level": "three"']],
  'process-runs': [
    // A process that no item names, so that nothing else is amiss.
    ['processes/spare.bpmn', 'id="elderly-card" name', 'id="spare" name'],
    ['processes/spare.bpmn', /bpmnElement="elderly-card"/, 'bpmnElement="spare"'],
    ['processes/spare.bpmn', '<bpmn:endEvent id="done"', '<bpmn:intermediateThrowEvent id="done"'],
    ['processes/spare.bpmn', /(id="done"[\s\S]*?)<\/bpmn:endEvent>/, '$1</bpmn:intermediateThrowEvent>'],
  ],
  'decision-reads': [['decisions/spare.dmn', /<text>age<\/text>/, '<text>age +</text>']],
  'item-audit': [[item, '"complaintPhone": "0531-12345109"', '"complaintPhone": "0531-12345101"']],
  'item-references': [[item, '"licence": "elderly-card"', '"licence": "gone"']],
  'item-materials': [
    [item, '"kind": "resource", "code": "person"', '"kind": "resource", "code": "gone"'],
    [item, '"id": "identity",', '"id": "identity", "licence": "gone",'],
    [item, '"id": "identity",', '"id": "identity", "match": { "number": "ghost" },'],
  ],
  'licence-uses': [[licence, '"single": true,', `"single": true, "lawfulUses": [${ghostUse}],`]],
  'licence-fillings': [[licence, '"single": true,', `"single": true, "stock": ${brokenStock},`]],
  'form-steps': [[form, '"fields": ["phone"]', '"fields": ["phone", "ghost"]']],
  'form-lookups': [[form, '"resource": "residence-permit"', '"resource": "gone"']],
  'form-expressions': [[form, '"x-when": "residence = ', '"x-when": "residence residence = ']],
  'process-operations': [[bpmn, 'type="case.review"', 'type="case.ponder"']],
  'process-headers': [[bpmn, 'key="into" value="person"', 'key="info" value="person"']],
  'process-texts': [[bpmn, 'key="reason" value="noAnswer"', 'key="reason" value="gone"']],
  'process-tasks': [
    [bpmn, 'candidateGroups="reviewer"', 'candidateGroups="nobody"'],
    [
      bpmn,
      '<zeebe:property name="verbs"',
      '<zeebe:property name="confirms" value="price" /><zeebe:property name="verbs"',
    ],
  ],
  'process-decisions': [[bpmn, 'decisionId="elderly-card"', 'decisionId="gone"']],
  // Two ways lead into the last step and only one is ever taken: a join of both waits for ever.
  'process-sound': [
    [bpmn, '<bpmn:serviceTask id="issue"', `${join()}<bpmn:serviceTask id="issue"`],
    [
      bpmn,
      '<bpmn:incoming>grant-to-issue</bpmn:incoming>\n      <bpmn:incoming>grant-by',
      '<bpmn:incoming>grant-by',
    ],
    [bpmn, /(id="issue"[\s\S]*?)<bpmn:incoming>grant-by-person-to-issue/, '$1<bpmn:incoming>join-to-issue'],
    [bpmn, 'sourceRef="grant" targetRef="issue"', 'sourceRef="grant" targetRef="join"'],
    [bpmn, 'sourceRef="grant-by-person" targetRef="issue"', 'sourceRef="grant-by-person" targetRef="join"'],
    [bpmn, '<bpmn:sequenceFlow id="issue-to-done"', `${joinFlow()}<bpmn:sequenceFlow id="issue-to-done"`],
  ],
  'layout-exists': [[layout, '"licence": "elderly-card"', '"licence": "gone"']],
  'layout-values': [[layout, '{fields.grade}', '{fields.ghost}']],
  // The name of the issuer moves into the words above it.
  'layout-fits': [[layout, '"y": 35, "width"', '"y": 21, "width"']],
  'words-complete': [['i18n/en.json', /,\s*"gradeCode": "[^"]*"/, '']],
  'words-languages': [[form, '"en": "Name"', '"en": "姓名"']],
  'words-reasons': [
    ['i18n/zh-CN.json', '"reasons": {', leftover],
    ['i18n/en.json', '"reasons": {', leftover],
  ],
};

function join(): string {
  return `<bpmn:parallelGateway id="join">
      <bpmn:incoming>grant-to-issue</bpmn:incoming>
      <bpmn:incoming>grant-by-person-to-issue</bpmn:incoming>
      <bpmn:outgoing>join-to-issue</bpmn:outgoing>
    </bpmn:parallelGateway>
    `;
}

function joinFlow(): string {
  return '<bpmn:sequenceFlow id="join-to-issue" sourceRef="join" targetRef="issue" />\n    ';
}

describe('each rule of conformance', () => {
  const dirs: string[] = [];
  afterEach(async () => {
    for (const dir of dirs.splice(0)) await rm(dir, { recursive: true, force: true });
  });

  /** A copy beside the packs, so that what a pack imports is found; it has a process and a decision to spare. */
  async function copyPack(): Promise<string> {
    const dir = await mkdtemp(path.join(root, 'packs/.broken-'));
    dirs.push(dir);
    await cp(path.join(root, 'packs/civil-affairs'), dir, { recursive: true });
    await cp(path.join(dir, bpmn), path.join(dir, 'processes/spare.bpmn'));
    await cp(path.join(dir, 'decisions/elderly-card.dmn'), path.join(dir, 'decisions/spare.dmn'));
    return dir;
  }

  it('has a broken pack that it must refuse', () => {
    const rules = ['schema', 'process-runs', 'decision-reads', ...Object.keys(packRules)];
    expect(Object.keys(breaks).toSorted()).toEqual(rules.toSorted());
  });

  it('lets the whole pack pass', async () => {
    const dir = await copyPack();
    expect(await checkPack(dir)).toEqual([]);
  });

  it.each(Object.entries(breaks))('%s refuses what it alone must refuse', async (rule, changes) => {
    const dir = await copyPack();
    for (const [file, from, to] of changes) {
      const target = path.join(dir, file);
      const before = await readFile(target, 'utf8');
      const after = before.replace(from, to);
      expect(after, `${file} has no ${String(from)}`).not.toBe(before);
      await writeFile(target, after);
    }
    const findings = await checkPack(dir);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter((finding) => finding.rule !== rule)).toEqual([]);
    for (const { at, text } of findings) expect([at, text.zh, text.en]).not.toContain('');
  });

  it.each([
    ["id: 'civil-affairs'", "id: 'Civil Affairs'"],
    ['export default', 'export const pack ='],
    ["agency: 'civil-affairs'", 'agency: ('],
  ])('schema refuses a manifest where %s became %s', async (from, to) => {
    const dir = await copyPack();
    const target = path.join(dir, 'pack.ts');
    await writeFile(target, (await readFile(target, 'utf8')).replace(from, to));
    expect((await checkPack(dir)).map(({ rule, at }) => [rule, at.startsWith('pack.ts')])).toEqual([
      ['schema', true],
    ]);
  });
});
