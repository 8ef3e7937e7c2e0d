import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, startTestServer, viewOf, type Client, type TestServer } from '@quancheng/testing';
import { openBackup, restoreBackup, type RestoreReport } from '../backup/index.ts';
import { root } from '../city.ts';
import { migrations } from '../prepare.ts';

const releases = path.join(root, 'db/releases');

interface Kept {
  id: string;
  account: string;
}

interface Story {
  now: string;
  cases: Record<'licence' | 'draft' | 'payment' | 'timer' | 'desk', Kept>;
}

const visit = {
  opinion: 'agree',
  form: {
    visitedOn: '2026-03-02',
    addressMatches: 'yes',
    layoutMatches: 'yes',
    rawCookedApart: 'yes',
    equipment: 'yes',
    staffHealth: 'yes',
    safetyRules: 'yes',
    conclusion: 'pass',
  },
};

/** What each release kept is brought up to today's schema and code, and everything under way goes on. */
describe.each(await readdir(releases))('an installation of %s', (version) => {
  let server: TestServer;
  let story: Story;
  let report: RestoreReport;
  let auditBefore: string[];

  beforeAll(async () => {
    const dir = path.join(releases, version);
    story = JSON.parse(await readFile(path.join(dir, 'story.json'), 'utf8')) as Story;
    const backup = await openBackup(path.join(dir, 'backup'), null);
    server = await startTestServer({
      now: new Date(story.now),
      fill: async ({ ownerUrl, dataDir }) => {
        report = await restoreBackup(backup, { ownerUrl, filesDir: path.join(dataDir, 'files') });
        auditBefore = await readAudit(ownerUrl);
      },
    });
    const rows = backup.manifest.tables.find(({ name }) => name === 'audit_log')?.rows ?? 0;
    // What restored it left a row of its own.
    expect(auditBefore).toHaveLength(rows + 1);
  });
  afterAll(() => server.stop());

  async function decide(id: string): Promise<void> {
    await act(await server.as('market-inspector-1'), id, 'review', visit);
    await act(await server.as('market-inspector-2'), id, 'review', { opinion: 'agree' });
    await act(await server.as('market-reviewer'), id, 'review', { opinion: 'agree', comment: '符合要求' });
    await act(await server.as('market-decider'), id, 'decide', {
      outcome: 'granted',
      reason: '符合许可条件',
    });
  }

  async function endOf({ id, account }: Kept): Promise<{ client: Client; verify: string }> {
    await server.settle();
    const client = await server.as(account);
    const view = await viewOf(client, id);
    expect(view).toMatchObject({ status: 'delivered', decision: { outcome: 'granted' } });
    return { client, verify: await stateOf(view.licence?.verifyCode) };
  }

  async function stateOf(code: string | undefined): Promise<string> {
    return (await server.anonymous.get<{ state: string }>(`/verify/${code}`)).body.state;
  }

  it('goes through every migration that is younger', async () => {
    const { rows } = await server.services.database.pool.query<{ name: string }>(
      'select name from schema_migration order by name',
    );
    const files = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).toSorted();
    expect(rows.map(({ name }) => name)).toEqual(files);
    const { manifest } = await openBackup(path.join(releases, version, 'backup'), null);
    const older = manifest.migrations.map(({ name }) => name);
    expect(report.upgraded).toEqual(files.filter((name) => !older.includes(name)));
  });

  it('has licences that still verify, and shows them to their holders', async () => {
    const { id, account } = story.cases.licence;
    const { licence } = await viewOf(await server.as(account), id);
    expect(licence?.number).toBeTruthy();
    expect(await stateOf(licence?.verifyCode)).toBe('valid');
  });

  it('takes in what was a draft', async () => {
    const { id, account } = story.cases.draft;
    await act(await server.as(account), id, 'submit');
    expect((await endOf(story.cases.draft)).verify).toBe('valid');
  });

  it('goes on with what waits at a desk', async () => {
    const { id } = story.cases.desk;
    await act(await server.as('market-clerk'), id, 'accept', { comment: '材料齐全' });
    await decide(id);
    expect((await endOf(story.cases.desk)).verify).toBe('valid');
  });

  it('fires a term that ended in the meantime, and goes on', async () => {
    const { id, account } = story.cases.timer;
    await server.settle();
    expect((await viewOf(await server.as(account), id)).status).toBe('accepted');
    await decide(id);
    expect((await endOf(story.cases.timer)).verify).toBe('valid');
  });

  it('takes the payment that was waited for, once', async () => {
    const { id, account } = story.cases.payment;
    const buyer = await server.as(account);
    const { body } = await buyer.post<{ payUrl: string }>(`/api/v1/cases/${id}/pay`, {});
    expect(body).toMatchObject({ payUrl: expect.any(String) });
    await fetch(body.payUrl, { method: 'POST', redirect: 'manual' });
    await expect
      .poll(async () => (await viewOf(buyer, id)).orders.map(({ state }) => state), { timeout: 20_000 })
      .toEqual(['paid']);
    await act(await server.as('estate-reviewer'), id, 'review', { opinion: 'agree' });
    await act(await server.as('estate-decider'), id, 'decide', {
      outcome: 'granted',
      reason: '符合登记条件',
    });
    expect((await endOf(story.cases.payment)).verify).toBe('valid');
  });

  it('has lost no row of the audit log', async () => {
    const after = new Set(await readAudit(server.ownerUrl));
    expect(auditBefore.filter((row) => !after.has(row))).toEqual([]);
  });
});

async function readAudit(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ row: string }>(
      `select concat_ws(' ', id, at, account_id, action, entity, entity_id, detail) as row from audit_log`,
    );
    return rows.map(({ row }) => row);
  } finally {
    await client.end();
  }
}
