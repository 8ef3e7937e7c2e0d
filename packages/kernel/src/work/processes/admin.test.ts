import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Problem {
  path: string;
  text: { zh: string; en: string };
}

interface Check {
  process: { key: string; title: string; steps: { id: string; name: string; kind: string }[] } | null;
  problems: Problem[];
}

interface Report {
  tried: number;
  same: number;
  changed: {
    number: string;
    left: string[];
    added: string[];
    endBefore: string | null;
    endAfter: string | null;
    stopsAt: string | null;
  }[];
  unrepeatable: string[];
}

interface Refusal {
  code: string;
  errors?: { path: string }[];
}

interface Diagrams {
  items: { xml: string }[];
}

const purpose = { 'x-purpose': 'supervision' };
const url = '/api/v1/admin/processes/elderly-card';

describe('a changed process', () => {
  let server: TestServer;
  let admin: Client;
  let head: Client;
  let xml: string;
  /** Granted at once, by rule. */
  let granted: string;
  /** Waits for the applicant's choice. */
  let waiting: { client: Client; id: string };

  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    [admin, head] = (await Promise.all(['admin', 'civil-head'].map((name) => server.as(name)))) as [
      Client,
      Client,
    ];
    granted = (await applyAs(server, 'elder-72')).view.number;
    const { client, view } = await applyAs(server, 'elder-58');
    waiting = { client, id: view.id };
    const versions = await admin.get<{ items: { id: string }[] }>(url);
    xml = (await admin.get<{ xml: string }>(`/api/v1/admin/process-versions/${versions.body.items[0]?.id}`))
      .body.xml;
  });
  afterAll(() => server.stop());

  const check = async (file: string) =>
    (await admin.post<Check>('/api/v1/admin/processes/check', { xml: file })).body;
  const trial = (file: string) => admin.post<Report & Refusal>(`${url}/trial`, { xml: file }, purpose);
  const publish = (file: string, version = 1) =>
    admin.post<Refusal & { key: string; version: number; changed: boolean }>(
      `${url}/versions`,
      { xml: file },
      { 'if-match': `"${version}"` },
    );

  /** Residence permits are not looked up any more. */
  const shorter = () =>
    xml
      .replace(/<bpmn:serviceTask id="find-permits"[\s\S]*?<\/bpmn:serviceTask>/, '')
      .replace(/<bpmn:sequenceFlow id="find-permits-to-find-card"[^>]*>/, '')
      .replace('targetRef="find-permits"', 'targetRef="find-card"')
      .replace('find-permits-to-find-card<', 'find-person-to-find-permits<');
  const renamed = () => xml.replace('<bpmn:process id="elderly-card"', '<bpmn:process id="elder-card"');

  it('is read as its steps, and nothing is wrong in the one in force', async () => {
    const { process, problems } = await check(xml);
    expect(problems).toEqual([]);
    expect(process).toMatchObject({ key: 'elderly-card', title: '老年人优待证办理' });
    expect(process?.steps).toContainEqual({ id: 'find-permits', name: '查居住证', kind: 'service' });
    expect(process?.steps).toContainEqual({ id: 'choose', name: '修改后重交，或申请人工审查', kind: 'user' });
    expect((await check(shorter())).problems).toEqual([]);
  });

  it('says what keeps a broken file from being used, in both languages', async () => {
    const none = await check('nothing of the kind');
    expect(none.process).toBeNull();
    expect(none.problems).toHaveLength(1);
    const lost = await check(xml.replace('targetRef="find-permits"', 'targetRef="nowhere"'));
    expect(lost.process).toBeNull();
    expect(lost.problems.map(({ path }) => path)).toContain('/find-person-to-find-permits');
    for (const { text } of [...none.problems, ...lost.problems]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).not.toBe('');
    }
  });

  it.each([
    ['type="case.review"', 'type="case.ponder"', '/to-review', 'case.ponder'],
    ['key="into" value="person"', 'key="info" value="person"', '/find-person', 'into'],
    ['key="reason" value="noAnswer"', 'key="reason" value="gone"', '/end-choice', 'gone'],
    ['candidateGroups="reviewer"', 'candidateGroups="nobody"', '/review', 'nobody'],
    ['decisionId="elderly-card"', 'decisionId="gone"', '/decide-by-rule', 'gone'],
  ])('is held to the rules for packs: %s must not become %s', async (from, to, path, named) => {
    const { process, problems } = await check(xml.replace(from, to));
    expect(process?.key).toBe('elderly-card');
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    const name = process?.steps.find(({ id }) => `/${id}` === path)?.name ?? '-';
    expect(problems[0]?.text.zh).toMatch(new RegExp(`^${name}：.*${named}.*。$`));
    expect(problems[0]?.text.en).toContain(named);
  });

  it('says when it can stop for ever, and when no pack has it', async () => {
    // Two ways lead into the last step and only one is ever taken: a join of both waits for ever.
    const stuck = xml
      .replace(
        '<bpmn:serviceTask id="issue"',
        '<bpmn:parallelGateway id="join" name="汇合" /><bpmn:serviceTask id="issue"',
      )
      .replace(/<bpmn:incoming>grant(-by-person)?-to-issue<\/bpmn:incoming>/g, '')
      .replaceAll('targetRef="issue"', 'targetRef="join"')
      .replace(
        '<bpmn:sequenceFlow id="issue-to-done"',
        '<bpmn:sequenceFlow id="join-to-issue" sourceRef="join" targetRef="issue" />$&',
      );
    const found = await check(stuck);
    expect(found.problems.map(({ text }) => text.zh)).toContain('可能停在“汇合”，再也走不下去。');
    const { process, problems } = await check(renamed());
    expect(process?.key).toBe('elder-card');
    expect(problems.map(({ path }) => path)).toEqual(['/elder-card']);
  });

  it('is tried on the cases that it brought to an end, and the people of these can read so', async () => {
    const same = await trial(xml);
    expect(same.body).toEqual({ tried: 1, same: 1, changed: [], unrepeatable: [] });
    const { body } = await trial(shorter());
    expect(body).toMatchObject({ tried: 1, same: 0, unrepeatable: [] });
    expect(body.changed).toMatchObject([
      {
        number: granted,
        left: ['查居住证'],
        added: [],
        endBefore: '已办结',
        endAfter: '已办结',
        stopsAt: null,
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/王秀兰|birthDate|1954/);
    const looks = await (
      await server.as('elder-72')
    ).get<{ items: { purpose: { zh: string }; caseNumber: string }[] }>('/api/v1/me/access-records');
    expect(looks.body.items[0]).toMatchObject({ purpose: { zh: '监督检查' }, caseNumber: granted });
    const tried = await admin.get<{ items: { action: string; entityId: string }[] }>(
      '/api/v1/admin/audit?action=process.trial&from=2026-03-02&until=2026-03-02',
      purpose,
    );
    expect(tried.body.items[0]).toMatchObject({ action: 'process.trial', entityId: 'elderly-card' });
  });

  it('shows another end, and where it would stop instead of coming to one', async () => {
    const refusing = xml.replace('=decision.outcome = "granted"', '=decision.outcome = "never"');
    const [line] = (await trial(refusing)).body.changed;
    // Without the applicant's choice it goes round between choice and rule.
    expect(line).toMatchObject({ number: granted, endBefore: '已办结', endAfter: null });
    expect(line?.left).toEqual(['准予办理', '制发优待证']);
    expect(line?.added).toContain('告知规则未通过的原因');
    expect(line?.stopsAt).not.toBeNull();
  });

  it('is not tried without a purpose, from a broken or foreign file, or by anyone else', async () => {
    expect((await admin.post<Refusal>(`${url}/trial`, { xml })).body.code).toBe('platform.purpose-needed');
    expect((await trial('<a/>')).body.code).toBe('process.refused');
    expect((await trial(renamed())).body.code).toBe('process.other-process');
    const clerk = await server.as('market-clerk');
    for (const other of [clerk, head, waiting.client]) {
      expect((await other.post('/api/v1/admin/processes/check', { xml })).status).toBe(403);
      expect((await other.post(`${url}/trial`, { xml }, purpose)).status).toBe(403);
      expect((await other.post(`${url}/versions`, { xml })).status).toBe(403);
    }
  });

  it('is not published over another version, under another key or with problems', async () => {
    expect((await publish(shorter(), 3)).body.code).toBe('platform.version-conflict');
    expect((await publish(renamed())).body.code).toBe('process.other-process');
    const refused = await publish(xml.replace('type="case.review"', 'type="case.ponder"'));
    expect([refused.status, refused.body.code]).toEqual([400, 'process.refused']);
    expect(refused.body.errors?.map(({ path }) => path)).toEqual(['/to-review']);
    const unknown = await admin.post<Refusal>('/api/v1/admin/processes/none/versions', { xml });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'process.unknown-process']);
    expect((await admin.get<{ items: unknown[] }>(url)).body.items).toHaveLength(1);
  });

  it('becomes a version for those who apply from now on; what is under way ends by its own', async () => {
    server.setTime(new Date('2026-03-03T02:00:00Z'));
    const made = await publish(shorter());
    expect([made.status, made.body]).toEqual([201, { key: 'elderly-card', version: 2, changed: true }]);
    expect((await publish(shorter(), 2)).body).toMatchObject({ version: 2, changed: false });
    const before = await act(waiting.client, waiting.id, 'ask-person', { reason: '请再看看' });
    const { view: after } = await applyAs(server, 'elder-65');
    expect(after.status).toBe('granted');
    const xmlOf = async (id: string) =>
      (await head.get<Diagrams>(`/api/v1/cases/${id}/diagrams`)).body.items.map((item) => item.xml);
    expect(await xmlOf(before.id)).toEqual([xml]);
    expect(await xmlOf(after.id)).toEqual([shorter()]);
    // Ended cases are compared with their own version, whoever decided them.
    const [reviewer, decider] = await Promise.all(
      ['civil-reviewer', 'civil-decider'].map((name) => server.as(name)),
    );
    await act(reviewer as Client, before.id, 'review', { opinion: 'disagree', comment: '未满 60 周岁' });
    const refusal = { outcome: 'refused', reason: '未满 60 周岁', basis: '老年人权益保障法第二条' };
    await act(decider as Client, before.id, 'decide', refusal);
    const { body } = await trial(shorter());
    expect(body).toMatchObject({ tried: 3, same: 1, unrepeatable: [] });
    const ends = body.changed.map(({ number, left, endAfter }) => [number, left, endAfter]);
    expect(ends).toEqual([
      [before.number, ['查居住证'], '未予批准'],
      [granted, ['查居住证'], '已办结'],
    ]);
  });

  it('takes one of two that are published at once', async () => {
    const texts = ['一', '二'].map((mark) => xml.replace('name="查居住证"', `name="查居住证（${mark}）"`));
    const answers = await Promise.all(texts.map((file) => publish(file, 2)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 412]);
  });
});
