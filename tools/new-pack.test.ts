import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPack, listPackDirs, loadConfig, root, startServer } from '@quancheng/server';
import { act, applyAs, refusal, startTestServer, viewOf, type TestServer } from '@quancheng/testing';
import { makePack, type Wish } from './new-pack/make.ts';

interface Result {
  code: number;
  out: string;
  err: string;
}

/** A folder of packs of its own, with those of the repository in it: other tests never meet the new one. */
describe('npm run new-pack', () => {
  let packs: string;
  beforeAll(async () => {
    packs = await mkdtemp(path.join(root, 'packs/.new-pack-'));
    for (const dir of await listPackDirs(path.join(root, 'packs')))
      await symlink(dir, path.join(packs, path.basename(dir)));
  });
  afterAll(() => rm(packs, { recursive: true, force: true }));

  const config = () => loadConfig({ QC_PACKS: packs }, root);
  const make = (wish: Wish) => makePack(wish, config());

  async function run(...args: string[]): Promise<Result> {
    const env = { PATH: process.env['PATH'], QC_PACKS: packs };
    const script = path.join(import.meta.dirname, 'new-pack.ts');
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, ...args], { env });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  }

  it('says how it is used', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('npm run new-pack NAME');
  });

  it('fails without a name, and where it refuses one', async () => {
    const [without, refused] = await Promise.all([run(), run('civil-affairs')]);
    expect([without.code, refused.code, refused.out]).toEqual([1, 1, '']);
    expect(without.err).toContain('npm run new-pack NAME');
    expect(refused.err).toContain('已被使用');
    expect(refused.err).toContain('is taken');
  });

  it.each(['Water', '水表', '../water', 'w', 'water--meter', 'water-', '-water', 'a'.repeat(41)])(
    'refuses the bad name %s',
    async (name) => {
      const before = await readdir(packs);
      await expect(make({ name })).rejects.toThrow(/小写字母[\s\S]*lower case letters/);
      expect(await readdir(packs)).toEqual(before);
    },
  );

  it.each(['civil-affairs', 'elderly-card', 'fund-loan', 'food-business-licence'])(
    'refuses the name %s, which a pack or something in one has',
    (name) => expect(make({ name })).rejects.toThrow(/已被使用[\s\S]*is taken/),
  );

  it('refuses an agency that cannot handle cases, and words that are not names', async () => {
    const name = 'water-meter';
    await expect(make({ name, agency: 'tax' })).rejects.toThrow('civil-affairs');
    await expect(make({ name, zh: '<b>' })).rejects.toThrow('cannot be the name');
    await expect(make({ name, en: '水表' })).rejects.toThrow('the English text is Chinese');
    expect(await readdir(packs)).not.toContain(name);
  });

  describe('makes a pack', () => {
    let server: TestServer;
    beforeAll(async () => {
      const { code, out, err } = await run(
        'water-meter',
        '--zh',
        '水表检定证明',
        '--en',
        'Water meter check',
        '--json',
      );
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out)).toMatchObject({ pack: 'water-meter', item: 'water-meter' });
      server = await startTestServer({ env: { QC_PACKS: packs } });
    });
    afterAll(() => server.stop());

    it('that conforms', async () => {
      const dir = path.join(packs, 'water-meter');
      expect(await checkPack(dir)).toEqual([]);
      expect((await readdir(dir)).toSorted()).toEqual([
        'README.md',
        'decisions',
        'fixtures',
        'forms',
        'i18n',
        'items',
        'layouts',
        'licences',
        'pack.test.ts',
        'pack.ts',
        'processes',
      ]);
    });

    it('only once', async () => {
      await expect(make({ name: 'water-meter' })).rejects.toThrow('is taken');
    });

    it('whose code the next one does not take', async () => {
      expect((await make({ name: 'gas-meter' })).code).toBe('002099002001');
    });

    it('whose people join a demo that stands already', async () => {
      const before = await server.stories();
      const env = {
        PORT: '0',
        DATABASE_URL: server.ownerUrl,
        QC_DATA: server.services.config.dataDir,
        QC_PACKS: packs,
        QC_WORKERS: '0',
        LOG_LEVEL: 'error',
      };
      const later = await startServer(loadConfig(env, root));
      await later.stop();
      const accounts = (await server.stories()).map(({ account }) => account);
      expect(accounts.slice(0, before.length)).toEqual(before.map(({ account }) => account));
      expect(accounts.slice(before.length)).toEqual([
        'gas-meter-adult',
        'gas-meter-minor',
        'gas-meter-mistaken',
      ]);
      expect((await applyAs(server, 'gas-meter-adult')).view.status).toBe('granted');
    });

    it.each(['水表检定', '水表', 'shuibiaojianding', 'Water meter'])('that search finds by %s', async (q) => {
      const { body } = await server.anonymous.get<{ items: { name: string }[] }>(
        `/api/v1/items?q=${encodeURIComponent(q)}`,
      );
      expect(body.items.map(({ name }) => name)).toContain('水表检定证明');
    });

    it('whose story comes out: granted with a proof', async () => {
      const { view } = await applyAs(server, 'water-meter-adult');
      expect(view.status).toBe('granted');
      expect(view.reasons).toMatchObject([{ code: 'adult', text: { zh: '您今天 30 周岁，符合条件。' } }]);
      const { status, body } = await server.anonymous.get<{ type: { zh: string } }>(
        `/api/v1/verify/${view.licence?.verifyCode}`,
      );
      expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining('水表检定证明')]);
    });

    it('whose rule, where it does not grant, leaves the decision to a person at a desk', async () => {
      const { client, view } = await applyAs(server, 'water-meter-minor');
      expect([view.status, view.reasons.map(({ code }) => code)]).toEqual(['notGranted', ['tooYoung']]);
      await act(client, view.id, 'ask-person', { reason: '请人工审查' });
      expect(await refusal(await server.as('civil-reviewer'), view.id, 'review', {})).toMatch(/^40[034]/);
      const reviewer = await server.as('data-reviewer');
      await act(reviewer, view.id, 'claim');
      await act(reviewer, view.id, 'review', { opinion: 'agree', comment: '情况属实' });
      const decider = await server.as('data-decider');
      await act(decider, view.id, 'claim');
      await act(decider, view.id, 'decide', {
        outcome: 'granted',
        reason: '情况属实',
        basis: '本事项的受理条件',
      });
      expect((await viewOf(client, view.id)).status).toBe('granted');
    });
  });
});
