import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '@quancheng/kernel/subject/accounts';
import { applyAs, startTestServer, type TestServer } from '@quancheng/testing';
import type { PackContent } from '@quancheng/pack-sdk';
import { root } from '../city.ts';
import { commands } from './commands.ts';
import { postgresPid, qc, startProcess } from '../testkit.ts';

const bothLanguages = /\p{Script=Han}[\s\S]*[A-Za-z]{4}/u;

describe('./qc', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-cli-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('lists every command, and explains each', async () => {
    const [plain, asked, one] = await Promise.all([qc([]), qc(['--help']), qc(['pack', 'check', '--help'])]);
    for (const { code, out } of [plain, asked]) {
      expect(code).toBe(0);
      for (const { usage, help } of commands) {
        expect(out).toContain(usage);
        expect(out).toContain(help);
      }
    }
    expect([one.code, one.out]).toEqual([0, expect.stringContaining('./qc pack check DIR')]);
  });

  it.each([[['pack', 'dance']], [['decision', 'evaluate', 'x.dmn']]])(
    'does not understand %j: exit 2, with the usage',
    async (args) => {
      const { code, out, err } = await qc(args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('./qc');
    },
  );

  it('checks the configuration without starting anything', async () => {
    const data = path.join(dir, 'never');
    const good = await qc(['config', 'check', '--json'], { QC_DATA: data, QC_CITY: '_template' });
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out)).toEqual({
      ok: true,
      port: 8080,
      city: '_template',
      dataDir: data,
      database: 'embedded',
    });
    const bad = await qc(['config', 'check'], { QC_CITY: 'atlantis' });
    expect([bad.code, bad.err]).toEqual([1, expect.stringMatching(bothLanguages)]);
    await expect(readFile(data)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves no PostgreSQL behind when it is interrupted', async () => {
    const data = path.join(dir, 'interrupted');
    const list = path.join(dir, 'list.csv');
    spawnSync('mkfifo', [list]);
    const main = path.join(root, 'packages/server/src/cli/main.ts');
    const env = { ...process.env, QC_DATA: data, QC_DEMO: 'off', QC_ORIGIN: 'http://localhost' };
    const child = spawn(process.execPath, [main, 'items', 'import', list], { env, stdio: 'ignore' });
    const ended = once(child, 'exit');
    // A pipe opens for who writes once the other reads: then the command is at work on its database.
    const pipe = await open(list, 'w');
    const pid = await postgresPid(data);
    child.kill('SIGINT');
    const isThere = () => existsSync(`/proc/${pid}`);
    await expect.poll(isThere, { timeout: 20_000 }).toBe(false);
    // Node ends once its threads do, and one of them waits at the pipe.
    await pipe.close();
    expect(await ended).toEqual([130, null]);
  });

  it('does not show the password of the database', async () => {
    const { out } = await qc(['config', 'check'], {
      DATABASE_URL: 'postgres://owner:hidden@db.example:5432/x',
    });
    expect(out).toContain('db.example:5432');
    expect(out).not.toContain('hidden');
  });

  it('checks a pack, and tells what is wrong by its file', async () => {
    const good = await qc(['pack', 'check', path.join(root, 'packs/civil-affairs'), '--json']);
    expect([good.code, JSON.parse(good.out)]).toEqual([
      0,
      { dir: path.join(root, 'packs/civil-affairs'), ok: true, findings: [] },
    ]);
    const copy = await mkdtemp(path.join(root, 'packs/.cli-'));
    try {
      await cp(path.join(root, 'packs/civil-affairs'), copy, { recursive: true });
      const item = path.join(copy, 'items/elderly-card.json');
      await writeFile(
        item,
        (await readFile(item, 'utf8')).replace('"metBy": {', '"metBy": { "colour": "red",'),
      );
      const plain = await qc(['pack', 'check', copy]);
      expect([plain.code, plain.out]).toEqual([
        1,
        expect.stringContaining('items/elderly-card.json/materials/0'),
      ]);
      const json = await qc(['pack', 'check', copy, '--json']);
      expect(json.code).toBe(1);
      expect(JSON.parse(json.out)).toMatchObject({
        ok: false,
        findings: expect.arrayContaining([
          {
            rule: 'schema',
            at: 'items/elderly-card.json/materials/0/metBy',
            text: expect.objectContaining({ en: 'must not have additional properties' }),
          },
        ]),
      });
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
    expect((await qc(['pack', 'check', path.join(dir, 'nowhere')])).code).toBe(1);
  });

  const decisionFile = path.join(root, 'packs/civil-affairs/decisions/elderly-card.dmn');

  it('evaluates a decision and says which rules fired', async () => {
    const input = {
      today: '2026-03-02',
      person: { birthDate: '1967-03-03', alive: true, registeredHere: true },
    };
    const evaluate = (decision: string, given: string) =>
      qc(['decision', 'evaluate', decisionFile, '--decision', decision, '--input', given, '--json']);
    const { code, out } = await evaluate(
      'elderly-card',
      JSON.stringify({ ...input, permits: [], card: null }),
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      value: { outcome: 'notGranted', reasons: ['tooYoung'] },
      fired: expect.arrayContaining([expect.objectContaining({ index: 1, outputs: { code: 'tooYoung' } })]),
    });
    const [unknown, broken] = await Promise.all([evaluate('nowhere', '{}'), evaluate('elderly-card', '{')]);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('nowhere')]);
    expect([broken.code, broken.err]).toEqual([2, expect.stringContaining('not JSON')]);
  });

  it('runs cases in the layout of the TCK, and fails when one fails', async () => {
    const suite = path.join(dir, 'suite');
    const folder = path.join(suite, 'compliance-level-2/0001-double');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, '0001-double.dmn'), doubleModel);
    await writeFile(path.join(folder, '0001-double-test-01.xml'), testCases('42'));
    const good = await qc(['tck', suite, '--json']);
    expect([good.code, JSON.parse(good.out)]).toEqual([0, { passed: 1, failed: 0, failures: [] }]);
    expect(good.out.trim().split('\n')).toHaveLength(1);
    await writeFile(path.join(folder, '0001-double-test-01.xml'), testCases('43'));
    const bad = await qc(['tck', folder, '--json']);
    expect([bad.code, JSON.parse(bad.out)]).toEqual([
      1,
      { passed: 0, failed: 1, failures: [expect.stringContaining('0001-double')] },
    ]);
  });
});

const doubleModel = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="double" name="double" namespace="urn:test">
  <inputData id="n" name="n"><variable name="n" typeRef="number" /></inputData>
  <decision id="twice" name="twice"><variable name="twice" typeRef="number" />
    <informationRequirement id="r"><requiredInput href="#n" /></informationRequirement>
    <literalExpression><text>n * 2</text></literalExpression>
  </decision>
</definitions>`;

function testCases(expected: string): string {
  return `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <modelName>0001-double.dmn</modelName>
  <testCase id="001">
    <inputNode name="n"><value xsi:type="xsd:decimal">21</value></inputNode>
    <resultNode name="twice" type="decision"><expected><value xsi:type="xsd:decimal">${expected}</value></expected></resultNode>
  </testCase>
</testCases>`;
}

describe('./qc beside a server of the demo', () => {
  let server: TestServer;
  let env: Record<string, string>;
  beforeAll(async () => {
    // Programs of its own live in real time, and so must the server they meet.
    server = await startTestServer({ now: 'real' });
    env = { DATABASE_URL: server.ownerUrl, QC_DATA: server.services.config.dataDir };
  });
  afterAll(() => server.stop());

  it('gives a token that acts as the account', async () => {
    const { code, out } = await qc(['token', '--as', 'elder-72'], env);
    expect(code).toBe(0);
    const answer = await server.anonymous.get<{ account?: { name: string } }>('/api/v1/session', {
      authorization: `Bearer ${out.trim()}`,
    });
    expect(answer.body.account?.name).toBe('王秀兰');
    const unknown = await qc(['token', '--as', 'nobody'], env);
    expect([unknown.code, unknown.out]).toEqual([1, '']);
    expect(unknown.err).toContain('没有账号“nobody”');
    expect(unknown.err).toContain('There is no account “nobody”');
  });

  it('tells the people of the demo, what they may apply for and what comes of it', async () => {
    const { code, out } = await qc(['demo', '--json'], env);
    expect(code).toBe(0);
    const { accounts } = JSON.parse(out) as {
      accounts: {
        account: string;
        role: string;
        story: { zh: string; en: string };
        apply: { item: string; form: Record<string, unknown>; expect: string }[];
      }[];
    };
    for (const { account, role, story, apply } of accounts) {
      expect([typeof account, typeof role, typeof story.zh, typeof story.en]).toEqual(
        Array(4).fill('string'),
      );
      for (const { item, form, expect: expected } of apply)
        expect([typeof item, typeof form, typeof expected]).toEqual(['string', 'object', 'string']);
    }
    expect(accounts.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['resident', 'business', 'clerk', 'reviewer', 'decider', 'admin']),
    );
    expect(accounts.map(({ account }) => account)).toEqual(
      expect.arrayContaining(['civil-clerk', 'civil-reviewer', 'civil-decider', 'admin']),
    );
    // For each instant service someone who succeeds, and someone for every ground of no grant.
    for (const { content } of server.services.packs) {
      for (const item of content.items.filter(({ caseType }) => caseType === 'instant')) {
        const grounds = groundsOf(content, item.process);
        expect(grounds.length, item.slug).toBeGreaterThan(0);
        const told = accounts.flatMap(({ apply }) => apply).filter((applied) => applied.item === item.slug);
        expect(told.map(({ expect: expected }) => expected)).toEqual(
          expect.arrayContaining(['granted', ...grounds]),
        );
      }
    }
  });

  it('publishes a changed cell, and the next case is decided by it without a restart', async () => {
    const apply = async () => (await applyAs(server, 'elder-58')).view.status;
    expect(await apply()).toBe('notGranted');
    const copy = await mkdtemp(path.join(root, 'packs/.cli-'));
    try {
      await cp(path.join(root, 'packs/civil-affairs'), copy, { recursive: true });
      const file = path.join(copy, 'decisions/elderly-card.dmn');
      const before = await readFile(file, 'utf8');
      await writeFile(file, before.replace('<text>&lt; 60</text>', '<text>&lt; 55</text>'));
      const { code, out } = await qc(['pack', 'publish', copy, '--json'], env);
      expect(code).toBe(0);
      expect((JSON.parse(out) as { changed: string[] }).changed).toContain('decision elderly-card v2');
      expect(await apply()).toBe('granted');
      expect(JSON.parse((await qc(['pack', 'publish', copy, '--json'], env)).out)).toMatchObject({
        changed: [],
      });
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });

  /** The reasons that the tables of grounds behind a process give. */
  function groundsOf({ processes, decisions, texts }: PackContent, process: string): string[] {
    const called = [...(processes[process] ?? '').matchAll(/decisionId="([\w-]+)"/g)].map(([, id]) => id);
    return called.flatMap((id) => {
      const tables = Object.values(decisions).map(
        (dmn) => new RegExp(`<decision id="${id}-grounds"[\\s\\S]*?</decision>`).exec(dmn)?.[0] ?? '',
      );
      return [...tables.join('').matchAll(/<outputEntry[^>]*>\s*<text>"(\w+)"/g)]
        .map(([, code = '']) => code)
        .filter((code) => code in texts.zh.reasons);
    });
  }
});

describe('./qc on a database without a demo', { timeout: 240_000 }, () => {
  let dataDir: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-cli-'));
    env = { QC_DATA: dataDir, QC_DEMO: 'off' };
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('shows the tables that resources need, makes them once, and invites the first administrator once', async () => {
    const plan = await qc(['schema', 'plan'], env);
    expect([plan.code, plan.out]).toEqual([0, expect.stringMatching(/create table "?lib_person"?/i)]);
    const applied = await qc(['schema', 'apply', '--json'], env);
    const { applied: count } = JSON.parse(applied.out) as { applied: number };
    expect(count).toBeGreaterThan(0);

    const server = startProcess(env);
    try {
      const { portal } = await server.ready;
      expect(JSON.parse((await qc(['schema', 'plan', '--json'], env)).out)).toEqual({ statements: [] });
      for (const args of [['token', '--as', 'admin'], ['demo']]) {
        const { code, out, err } = await qc(args, env);
        expect([code, out]).toEqual([1, '']);
        expect(err).toContain('这个命令只能用于演示环境');
        expect(err).toContain('for demo installations only');
      }
      const invited = await qc(['admin', 'invite', '--json'], { ...env, QC_ORIGIN: portal });
      const { link } = JSON.parse(invited.out) as { link: string };
      await acceptInvitation(portal, new URL(link));
      const again = await qc(['admin', 'invite'], env);
      expect([again.code, again.out]).toEqual([1, '']);
      expect(again.err).toContain('管理员已经存在');
      expect(again.err).toContain('There is an administrator already');
    } finally {
      server.kill('SIGTERM');
      await server.ended;
    }
  });

  async function acceptInvitation(portal: string, link: URL): Promise<void> {
    const token = new URLSearchParams(link.hash.slice(1)).get('token') ?? '';
    expect(link.href.startsWith(`${portal}invite#token=`)).toBe(true);
    const accept = async (changes: Record<string, string>) => {
      const answer = await fetch(new URL('/api/v1/invitations/accept', portal), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          token,
          login: 'chief',
          name: '管事',
          password: 'a long enough one',
          ...changes,
        }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    expect(await accept({ password: 'short' })).toMatchObject({
      status: 400,
      body: { code: 'account.weak-password' },
    });
    expect(await accept({ token: 'made-up' })).toMatchObject({
      status: 410,
      body: { code: 'account.invitation-invalid' },
    });
    const { status, body } = await accept({});
    expect([status, body]).toEqual([
      201,
      { login: 'chief', totpSecret: expect.stringMatching(/^[A-Z2-7]{20,}$/) },
    ]);
    expect(totpCode(body['totpSecret'] ?? '', new Date())).toMatch(/^\d{6}$/);
    expect((await accept({ login: 'second' })).status).toBe(410);
  }
});
