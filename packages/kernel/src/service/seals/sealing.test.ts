import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPackage, readSignatureLists, readSignedValue, verifyDocument } from '@quancheng/engines/ofd';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { digest } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { makeSealedPaper } from '../../platform/papers/index.ts';
import type { SealRequest } from './index.ts';
import { asJob, atSeal, decideOn, document, grantTo, makeSealAt, now, signAt, type Seal } from './testkit.ts';

const run = (tool: string, ...args: string[]) => spawnSync(tool, args, { encoding: 'utf8' }).stdout;
const has = (tool: string) => spawnSync(tool, ['-v']).error === undefined;
const stamp = { page: 0, boundary: { x: 120, y: 200, width: 42, height: 42 } };
const corner = 'page=1&x=120&y=200';

describe('sealing', () => {
  let server: TestServer;
  let agencyId: string;
  let head: Client;
  let clerk: Client;
  let admin: Client;

  beforeAll(async () => {
    server = await startTestServer({ now });
    [head, clerk, admin] = await Promise.all([
      server.as('civil-head'),
      server.as('civil-clerk'),
      server.as('admin'),
    ]);
    const { rows } = await asJob(server, (ctx) =>
      sql<{ id: string }>`select id from agency where slug = 'civil-affairs'`.execute(ctx.tx),
    );
    agencyId = rows[0]?.id ?? '';
  });
  afterAll(() => server.stop());

  const read = async (id: string) => (await head.get<Seal>(atSeal(id))).body;
  const usesOf = async (id: string) =>
    (
      await head.get<{ items: { who: string | null; form: string; digest: string; entity: object }[] }>(
        atSeal(id, '/uses?limit=100'),
      )
    ).body.items;
  const requestFor = (sealId: string, id = 'licence-1'): SealRequest => ({
    agencyId,
    by: 'agency',
    forType: 'elderly-card',
    sealId,
    purpose: '签发电子证照',
    entity: { kind: 'licence', id },
  });
  const sealOnce = (sealId: string, content = document()) =>
    asJob(server, async (ctx) => {
      const sealing = await server.services.seals.forOfd(ctx, requestFor(sealId));
      return sealing.seal(openPackage(content), [stamp]);
    });
  const codeOf = (error: unknown) => (error instanceof DomainError ? error.entry.code : String(error));
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => 'sealed',
      (error: unknown) => codeOf(error),
    );
  const freeze = (id: string) => head.post<Seal>(atSeal(id, '/freeze'), { reason: '印章疑似失控' });

  /** Verdict, and every check that is not passed; trust is asked of the authority. */
  async function verdictOf(file: Uint8Array, at = now) {
    const values = readSignatureLists(openPackage(file)).flatMap(({ signatures }) =>
      signatures.map(({ value }) => readSignedValue(value?.bytes ?? new Uint8Array())),
    );
    const { authority } = server.services;
    const good = await asJob(server, async (ctx) => {
      const known = new Set<string>();
      for (const { certificate, seal, time } of values)
        for (const der of [certificate, seal.makerCertificate]) {
          const judged = await authority.judge(ctx, der, time);
          if (judged.known && judged.state === 'good') known.add(Buffer.from(der).toString('hex'));
        }
      return known;
    });
    const { verdict, signatures } = verifyDocument(file, {
      at,
      trust: (der) => ({ ok: good.has(Buffer.from(der).toString('hex')), detail: 'of this platform' }),
    });
    const failed = signatures.flatMap(({ checks }) => checks.filter(({ ok }) => !ok).map(({ name }) => name));
    return { verdict, names: signatures.map(({ sealName }) => sealName), failed, values };
  }

  it('makes a document that verifies, stamped, and leaves a record that names what was signed', async () => {
    const { id, name } = await makeSealAt(server);
    await grantTo(head, id, { forType: 'elderly-card' });
    const file = await sealOnce(id);
    const { verdict, names, failed, values } = await verdictOf(file);
    expect({ verdict, names, failed }).toEqual({
      verdict: 'valid',
      names: [`${name}审批专用章`],
      failed: [],
    });
    expect(values[0]?.timeStamp).toBeDefined();
    const [use] = await usesOf(id);
    expect(use).toMatchObject({ who: null, form: 'ofd', entity: { kind: 'licence', id: 'licence-1' } });
    expect(use?.digest).toBe(Buffer.from(values[0]?.dataHash ?? []).toString('hex'));
    expect((await read(id)).grants[0]).toMatchObject({ used: 1, most: null });
    // One page with a seal in vectors, its certificates and its stamp.
    expect(file.length).toBeLessThan(60_000);
  });

  it('carries several seals, and one over the seam of all pages', async () => {
    const [first, second] = [await makeSealAt(server), await makeSealAt(server, { usage: 'contract' })];
    for (const { id } of [first, second]) await grantTo(head, id, { account: 'civil-clerk' });
    const once = await signAt(server, clerk, first.id, document(3), corner);
    expect(once.status).toBe(201);
    const twice = await signAt(server, clerk, second.id, once.file, 'page=3&x=20.5&y=30');
    const seam = await signAt(server, clerk, first.id, twice.file, 'seam=120');
    const { verdict, names, failed } = await verdictOf(seam.file);
    // What a later seal adds, the earlier ones cannot have covered.
    expect({ verdict, failed }).toEqual({ verdict: 'valid', failed: ['coverage', 'coverage'] });
    expect(names).toEqual(['审批专用章', '合同专用章', '审批专用章'].map((use) => `${first.name}${use}`));
    const uses = await usesOf(first.id);
    expect(uses.map(({ who, entity }) => [who, entity])).toEqual(
      Array.from({ length: 2 }, () => ['卢静', { kind: 'file', id: '文书.ofd' }]),
    );
    const changed = Uint8Array.from(seam.file);
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    expect((await verdictOf(changed).catch(() => ({ verdict: 'unreadable' }))).verdict).not.toBe('valid');
  });

  it('refuses what is no document, and places that are not on it', async () => {
    const { id } = await makeSealAt(server);
    await grantTo(head, id, { account: 'civil-clerk' });
    const codes = async (content: Uint8Array, place: string) => {
      const { status, code } = await signAt(server, clerk, id, content, place);
      return `${status} ${code}`;
    };
    expect(await codes(Buffer.from('PK no more'), corner)).toBe('422 seal.unreadable');
    expect(await codes(document(), 'page=2&x=1&y=1')).toBe('400 seal.off-page');
    expect(await codes(document(), 'page=1&x=170&y=1')).toBe('400 seal.off-page');
    expect(await codes(document(), 'seam=10')).toBe('400 seal.off-page');
    expect(await codes(document(), 'page=1')).toBe('400 platform.invalid-input');
    expect(await usesOf(id)).toEqual([]);
    expect((await read(id)).grants[0]?.used).toBe(0);
  });

  it('holds to person, item and period of a grant', async () => {
    const { id } = await makeSealAt(server);
    const sign = async (client: Client, more = '') => {
      const { status, code } = await signAt(server, client, id, document(), `${corner}${more}`);
      return code ?? status;
    };
    await grantTo(head, id, {
      account: 'civil-clerk',
      forType: 'elderly-card',
      from: '2026-03-05T00:00:00Z',
    });
    await grantTo(head, id, { forType: 'elderly-card' });
    const reviewer = await server.as('civil-reviewer');
    expect(await sign(clerk, '&forType=elderly-card')).toBe('seal.not-now');
    try {
      server.setTime(new Date('2026-03-05T00:00:00Z'));
      expect(await sign(clerk, '&forType=elderly-card')).toBe(201);
      expect(await sign(clerk)).toBe('seal.not-granted');
      expect(await sign(clerk, '&forType=another')).toBe('seal.not-granted');
      // What jobs may do for the type, no person may by naming it.
      expect(await sign(reviewer, '&forType=elderly-card')).toBe('seal.not-granted');
      expect(await sign(await server.as('fund-clerk'), '&forType=elderly-card')).toBe('seal.not-found');
      server.setTime(new Date('2027-03-01T00:00:00Z'));
      expect(await sign(await server.as('civil-clerk'), '&forType=elderly-card')).toBe('seal.not-now');
      expect(await refusalOf(sealOnce(id))).toBe('seal.not-now');
    } finally {
      server.setTime(now);
    }
  });

  it('is done exactly as often as granted, however many come at once', async () => {
    const { id } = await makeSealAt(server);
    await grantTo(head, id, { forType: 'elderly-card', most: 7 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refusalOf(sealOnce(id))));
    expect(outcomes.filter((outcome) => outcome === 'sealed')).toHaveLength(7);
    expect(outcomes.filter((outcome) => outcome === 'seal.used-up')).toHaveLength(13);
    expect((await read(id)).grants[0]).toMatchObject({ most: 7, used: 7 });
    expect(await usesOf(id)).toHaveLength(7);
  });

  it('counts without a bound too, and nothing of what did not commit', async () => {
    const { id } = await makeSealAt(server);
    await grantTo(head, id, { forType: 'elderly-card' });
    const undone = asJob(server, async (ctx) => {
      const sealing = await server.services.seals.forOfd(ctx, requestFor(id));
      await sealing.seal(openPackage(document()), [stamp]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const twice = asJob(server, async (ctx) => {
      const sealing = await server.services.seals.forOfd(ctx, requestFor(id));
      return sealing.seal(await sealing.seal(openPackage(document()), [stamp]), [stamp]);
    });
    await Promise.all([twice, ...Array.from({ length: 10 }, () => sealOnce(id))]);
    expect((await read(id)).grants[0]?.used).toBe(12);
    expect(await usesOf(id)).toHaveLength(12);
  });

  it('stops in the middle of a batch when the seal is frozen; what was sealed stays valid', async () => {
    const { id } = await makeSealAt(server);
    await grantTo(head, id, { forType: 'elderly-card' });
    let sealed: Uint8Array[] = [];
    const batch = asJob(server, async (ctx) => {
      const sealing = await server.services.seals.forOfd(ctx, requestFor(id));
      sealed = [await sealing.seal(openPackage(document()), [stamp])];
      expect((await freeze(id)).status).toBe(200);
      const next = await refusalOf(sealing.seal(openPackage(document()), [stamp]));
      const fresh = await refusalOf(server.services.seals.forOfd(ctx, requestFor(id)));
      return [next, fresh];
    });
    expect(await batch).toEqual(['seal.frozen', 'seal.frozen']);
    expect((await verdictOf(sealed[0] ?? new Uint8Array())).verdict).toBe('valid');
    expect(await usesOf(id)).toHaveLength(1);
  });

  it.runIf(has('pdfsig'))('makes a PDF that strangers accept, with the picture of the seal', async () => {
    const { id, name } = await makeSealAt(server);
    await grantTo(head, id, { forType: 'elderly-card' });
    const file = await asJob(server, async (ctx) => {
      const sealing = await server.services.seals.forPdf(ctx, requestFor(id));
      expect(sealing.picture).toMatchObject({ width: 42, height: 42 });
      const blocks = [{ kind: 'fields', rows: [{ label: '持有人', value: '㛃𠮷' }] }] as const;
      const words = {
        heading: name,
        title: '老年人优待证',
        number: '编号 1',
        signer: name,
        date: '2026 年 3 月 2 日',
      };
      return makeSealedPaper({ ...words, blocks }, sealing);
    });
    const dir = mkdtempSync(path.join(tmpdir(), 'seals-'));
    try {
      writeFileSync(path.join(dir, 'sealed.pdf'), file);
      const told = run('pdfsig', '-nocert', path.join(dir, 'sealed.pdf'));
      expect(told).toContain('Signature Validation: Signature is Valid.');
      expect(told).toContain('Total document signed');
      expect(told).toContain(`${name}审批专用章`);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
    const [from, to] = rangeOf(file);
    const covered = Buffer.concat([file.subarray(0, from), file.subarray(to)]);
    expect((await usesOf(id))[0]).toMatchObject({
      form: 'pdf',
      digest: digest('SHA-256', covered).toString('hex'),
    });
  });

  it('stays valid after its seal was destroyed, and after years', async () => {
    const { id } = await makeSealAt(server);
    await grantTo(head, id, { forType: 'elderly-card' });
    const file = await sealOnce(id);
    try {
      server.setTime(new Date('2026-03-03T02:00:00Z'));
      await head.post(atSeal(id, '/destroy'), { reason: '机构撤并' });
      await decideOn(admin, id);
      expect((await read(id)).state).toBe('destroyed');
      expect(await refusalOf(sealOnce(id))).toBe('seal.not-granted');
      const later = await verdictOf(file, new Date('2036-01-01'));
      expect({ verdict: later.verdict, failed: later.failed }).toEqual({ verdict: 'valid', failed: [] });
    } finally {
      server.setTime(now);
    }
  });

  it('ends with the period of the seal, and with its certificate', async () => {
    const { id, validUntil } = await makeSealAt(server);
    await grantTo(head, id, { forType: 'elderly-card', until: '2029-03-02T00:00:00Z' });
    try {
      server.setTime(new Date(Date.parse(validUntil ?? '')));
      expect(await refusalOf(sealOnce(id))).toBe('seal.expired');
    } finally {
      server.setTime(now);
    }
    await asJob(server, async (ctx) => {
      const { rows } = await sql<{
        id: string;
      }>`select sm2_certificate_id as id from seal where id = ${id}`.execute(ctx.tx);
      await server.services.authority.revoke(ctx, rows[0]?.id ?? '', 'keyCompromise');
    });
    expect(await refusalOf(sealOnce(id))).toBe('authority.revoked');
    expect(await usesOf(id)).toEqual([]);
  });
});

/** Where the signature of a PDF stands, which it does not cover. */
function rangeOf(file: Uint8Array): [number, number] {
  const [, from = '0', to = '0'] =
    /\/ByteRange \[\s*0 (\d+) (\d+) /.exec(Buffer.from(file).toString('latin1')) ?? [];
  return [Number(from), Number(to)];
}
