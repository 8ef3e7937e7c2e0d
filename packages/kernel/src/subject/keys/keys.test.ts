import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { system, type Context } from '../../platform/context/index.ts';
import {
  algorithmNames,
  algorithms,
  encryptFor,
  localMaster,
  type KeyUse,
} from '../../platform/crypto/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { base64, makeKey, registerAt, type WholeKey } from './testkit.ts';

interface Called {
  version: number;
  signature: string;
  sealed: string;
  data: string;
  mac: string;
  valid: boolean;
  code?: string;
}

const market = 'market-supervision';
const at = (id: string, name: string) => `/api/v1/crypto/keys/${id}/${name}`;

describe('keys of an agency', () => {
  let server: TestServer;
  let officer: Client;
  let other: Client;
  let admin: Client;
  let program: Client;
  let login: string;

  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    [officer, other, admin] = await Promise.all([
      server.as('market-data-officer'),
      server.as('estate-data-officer'),
      server.as('admin'),
    ]);
    ({ client: program, login } = await registerAt(server, market));
  });
  afterAll(() => server.stop());

  const call = async (id: string, name: string, body: unknown, as = program) =>
    (await as.post<Called>(at(id, name), body)).body;
  const change = async (id: string, name: string, as = officer) =>
    (await as.post<WholeKey>(at(id, name), undefined)).body;
  const run = <T>(work: (ctx: Context) => Promise<T>) =>
    server.services.unit.run({ actor: system('tests of keys') }, work);

  it.each(algorithmNames.flatMap((name) => algorithms[name].uses.map((use: KeyUse) => [name, use] as const)))(
    '%s for %s does what it is for, and nothing else',
    async (algorithm, use) => {
      const { id } = await makeKey(officer, market, use, algorithm);
      const data = base64('春水办');
      if (use === 'sign') {
        const { signature, version } = await call(id, 'sign', { data });
        expect(await call(id, 'verify', { data, signature, version })).toEqual({ valid: true });
        const changed = { data: base64('春水 办'), signature, version };
        expect(await call(id, 'verify', changed)).toEqual({ valid: false });
      }
      if (use === 'encrypt') {
        const { sealed } = await call(id, 'encrypt', { data });
        expect(await call(id, 'decrypt', { sealed })).toEqual({ version: 1, data });
        const envelope = await call(id, 'envelope', { data });
        expect(await call(id, 'open', { sealed: envelope.sealed })).toEqual({ version: 1, data });
        expect((await call(id, 'open', { sealed })).code).toBe('crypto.altered');
        expect((await call(id, 'decrypt', { sealed: envelope.sealed })).code).toBe('crypto.altered');
      }
      if (use === 'mac') {
        const { mac, version } = await call(id, 'mac', { data });
        expect(await call(id, 'mac-verify', { data, mac, version })).toEqual({ valid: true });
        expect(await call(id, 'mac-verify', { data: base64('x'), mac, version })).toEqual({ valid: false });
      }
      const others = { sign: 'encrypt', encrypt: 'mac', mac: 'sign' } as const;
      expect((await call(id, others[use], { data })).code).toBe('key.wrong-use');
    },
    30_000,
  );

  it('sign so that a stranger with the public part can check it', async () => {
    const { id, versions } = await makeKey(officer, market, 'sign', 'P-256');
    const { signature } = await call(id, 'sign', { data: base64('text'), format: 'der' });
    const key = createPublicKey(versions[0]?.publicKey ?? '');
    expect(nodeVerify('sha256', Buffer.from('text'), key, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('decrypt what a stranger encrypted with the public part', async () => {
    for (const algorithm of ['SM2', 'RSA-3072'] as const) {
      const { id } = await makeKey(officer, market, 'encrypt', algorithm);
      const { publicKey } = await run((ctx) => server.services.keys.publicKeyOf(ctx, id));
      const sealed = base64(encryptFor(algorithm, publicKey, Buffer.from('密')));
      expect(await call(id, 'decrypt', { sealed, version: 1 })).toEqual({ version: 1, data: base64('密') });
    }
  }, 30_000);

  it('take an envelope of a megabyte, and no more; the key itself takes little', async () => {
    const { id } = await makeKey(officer, market, 'encrypt', 'SM2');
    const data = base64(Buffer.alloc(2 ** 20, 7));
    const { sealed } = await call(id, 'envelope', { data });
    expect((await call(id, 'open', { sealed })).data).toBe(data);
    expect((await call(id, 'encrypt', { data })).code).toBe('crypto.too-long');
    expect((await call(id, 'encrypt', { data: '' })).code).toBe('crypto.empty');
    expect((await program.post(at(id, 'envelope'), { data: `${data}AAAA` })).status).toBe(400);
    expect((await call(id, 'envelope', { data: 'a*b=' })).code).toBe('platform.invalid-input');
  });

  it('open nothing of which one byte was changed', async () => {
    for (const algorithm of ['SM2', 'SM4', 'AES-256'] as const) {
      const { id } = await makeKey(officer, market, 'encrypt', algorithm);
      const sealed = await run(async (ctx) => ({
        direct: (await server.services.keys.encryptWith(ctx, id, Buffer.from('x'))).sealed,
        envelope: (await server.services.keys.envelopeWith(ctx, id, Buffer.from('x'))).sealed,
      }));
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('direct' as const, 'envelope' as const),
          fc.nat(),
          fc.integer({ min: 1, max: 255 }),
          async (form, where, by) => {
            const copy = Buffer.from(sealed[form]);
            const index = where % copy.length;
            copy[index] = (copy[index] ?? 0) ^ by;
            const opened = run((ctx) =>
              form === 'direct'
                ? server.services.keys.decryptWith(ctx, id, copy)
                : server.services.keys.openWith(ctx, id, copy),
            );
            await expect(opened).rejects.toThrow(/crypto\.altered|key\.no-version/);
          },
        ),
        { numRuns: 40 },
      );
    }
  }, 30_000);

  it('have versions: a new one signs and encrypts, the former ones still verify and decrypt', async () => {
    const data = base64('before');
    const signer = await makeKey(officer, market, 'sign', 'SM2');
    const cipher = await makeKey(officer, market, 'encrypt', 'SM4');
    const before = await call(signer.id, 'sign', { data });
    const { sealed } = await call(cipher.id, 'encrypt', { data });
    const rotated = await change(signer.id, 'rotate');
    await change(cipher.id, 'rotate');
    expect(rotated.versions.map(({ version, state }) => [version, state])).toEqual([
      [2, 'current'],
      [1, 'former'],
    ]);
    const after = await call(signer.id, 'sign', { data });
    expect([before.version, after.version]).toEqual([1, 2]);
    for (const { signature, version } of [before, after])
      expect(await call(signer.id, 'verify', { data, signature, version })).toEqual({ valid: true });
    const mixed = { data, signature: after.signature, version: 1 };
    expect(await call(signer.id, 'verify', mixed)).toEqual({ valid: false });
    expect((await call(signer.id, 'verify', { ...mixed, version: 3 })).code).toBe('key.no-version');
    expect(await call(cipher.id, 'decrypt', { sealed })).toEqual({ version: 1, data });
    expect((await call(cipher.id, 'encrypt', { data })).version).toBe(2);
  });

  it('are suspended, resumed, retired and destroyed, each with a clear answer', async () => {
    const data = base64('text');
    const { id } = await makeKey(officer, market, 'encrypt', 'AES-256');
    const { sealed } = await call(id, 'encrypt', { data });
    expect((await change(id, 'resume')).code).toBe('key.not-now');
    expect((await change(id, 'suspend')).state).toBe('suspended');
    expect((await call(id, 'encrypt', { data })).code).toBe('key.suspended');
    expect((await call(id, 'decrypt', { sealed })).code).toBe('key.suspended');
    expect((await change(id, 'rotate')).code).toBe('key.not-now');
    expect((await change(id, 'resume')).state).toBe('active');
    expect((await change(id, 'destroy', admin)).code).toBe('key.not-now');
    expect((await change(id, 'retire')).state).toBe('retired');
    expect((await call(id, 'encrypt', { data })).code).toBe('key.retired');
    expect(await call(id, 'decrypt', { sealed })).toEqual({ version: 1, data });
    expect((await change(id, 'destroy')).code).toBe('platform.forbidden');
    const destroyed = await change(id, 'destroy', admin);
    expect([destroyed.state, destroyed.versions[0]?.state]).toEqual(['destroyed', 'destroyed']);
    expect((await program.post(at(id, 'decrypt'), { sealed })).status).toBe(410);
    for (const move of ['resume', 'suspend', 'retire', 'rotate'])
      expect((await change(id, move)).code).toBe('key.not-now');
    const rows = await server.services.database.pool.query(
      'select 1 from crypto_key_version where key_id = $1 and wrapped is not null',
      [id],
    );
    expect(rows.rowCount).toBe(0);
  });

  it('are destroyed in the middle of use: each call is answered whole, or says so', async () => {
    const data = base64('text');
    const { id } = await makeKey(officer, market, 'sign', 'SM2');
    const { signature } = await call(id, 'sign', { data });
    const calls = Array.from({ length: 30 }, () => call(id, 'sign', { data }));
    await change(id, 'retire');
    await change(id, 'destroy', admin);
    const answers = await Promise.all(calls);
    for (const answer of answers) {
      if (answer.code === undefined) {
        const { signature: made, version } = answer;
        expect(await call(id, 'verify', { data, signature: made, version })).toEqual({ valid: true });
      } else expect(['key.retired', 'key.destroyed']).toContain(answer.code);
    }
    expect((await call(id, 'sign', { data })).code).toBe('key.destroyed');
    // What it signed before can still be checked: its public part stays.
    expect(await call(id, 'verify', { data, signature, version: 1 })).toEqual({ valid: true });
  });

  it('have names of their own, free again after the end, and an algorithm that serves the use', async () => {
    const body = { agency: market, name: '归档', use: 'mac', algorithm: 'HMAC-SM3' };
    const { id } = (await officer.post<WholeKey>('/api/v1/crypto/keys', body)).body;
    const again = await officer.post<WholeKey>('/api/v1/crypto/keys', body);
    expect([again.status, again.body.code]).toEqual([409, 'key.name-taken']);
    await change(id, 'retire');
    await change(id, 'destroy', admin);
    expect((await officer.post('/api/v1/crypto/keys', body)).status).toBe(201);
    const wrong = await officer.post<WholeKey>('/api/v1/crypto/keys', { ...body, algorithm: 'SM4' });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'key.algorithm-use']);
  });

  it('are not there for another agency, nor for its programs', async () => {
    const { id } = await makeKey(officer, market, 'sign', 'Ed25519');
    const stranger = (await registerAt(server, 'real-estate')).client;
    const seen = async (client: Client) =>
      (await client.get<{ items: { id: string }[] }>('/api/v1/crypto/keys?limit=100')).body.items.some(
        (key) => key.id === id,
      );
    expect(await Promise.all([officer, program, admin, other, stranger].map(seen))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    const missing = newId();
    for (const client of [other, stranger])
      for (const key of [id, missing])
        expect((await client.get(`/api/v1/crypto/keys/${key}`)).status).toBe(404);
    for (const key of [id, missing])
      for (const move of ['rotate', 'suspend', 'resume', 'retire'])
        expect((await change(key, move, other)).code).toBe('platform.not-found');
    for (const key of [id, missing])
      expect((await call(key, 'sign', { data: base64('x') }, stranger)).code).toBe('platform.not-found');
    const body = { agency: market, name: '越权', use: 'sign', algorithm: 'SM2' };
    expect((await other.post('/api/v1/crypto/keys', body)).status).toBe(403);
    // People manage keys and do not use them; a program uses them and does not manage them.
    expect((await officer.post(at(id, 'sign'), { data: base64('x') })).status).toBe(403);
    expect((await program.post(at(id, 'rotate'), undefined)).status).toBe(403);
  });

  it('leave a record of each call, by whom, with key and version, and without the data', async () => {
    const { id } = await makeKey(officer, market, 'encrypt', 'SM4');
    const data = base64('机密内容');
    const { sealed } = await call(id, 'envelope', { data });
    await call(id, 'open', { sealed });
    await call(id, 'open', { sealed: base64('QCE1') });
    await change(id, 'rotate');
    const { body } = await admin.get<{ items: { action: string; detail: unknown; actorName: string }[] }>(
      `/api/v1/admin/audit?from=2026-03-01&until=2026-03-03&entityId=${id}`,
      { 'x-purpose': 'supervision' },
    );
    expect(body.items.map(({ action, detail }) => [action, detail]).toReversed()).toEqual([
      ['key.create', { version: 1, use: 'encrypt', algorithm: 'SM4' }],
      ['key.envelope', { version: 1 }],
      ['key.open', { version: 1 }],
      ['key.open', { refused: 'crypto.altered' }],
      ['key.rotate', { version: 2 }],
    ]);
    expect(body.items.map(({ actorName }) => actorName)).toContain('审批系统');
    expect(JSON.stringify(body)).not.toContain(data);
  });

  it('keep no answer for a repeated Idempotency-Key: it would lie there in the clear', async () => {
    const { id } = await makeKey(officer, market, 'encrypt', 'SM4');
    const { sealed } = await call(id, 'encrypt', { data: base64('机密') });
    const headers = { 'idempotency-key': newId() };
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await program.post<Called>(at(id, 'decrypt'), { sealed }, headers);
      expect([answer.body.data, answer.headers.get('idempotency-replayed')]).toEqual([base64('机密'), null]);
    }
    const { rows } = await server.services.database.pool.query(
      'select 1 from idempotency_key k join account a on a.id = k.account_id where a.login = $1',
      [login],
    );
    expect(rows).toEqual([]);
  });

  it('are wrapped in the database: no private part is found there', async () => {
    const { unit, keys, database } = server.services;
    const known = await run((ctx) => keys.findPlatformKey(ctx, 'probe', { use: 'sign', algorithm: 'P-256' }));
    const again = await Promise.all(
      [1, 2, 3].map(() =>
        unit.run({ actor: system('tests of keys') }, (ctx) =>
          keys.findPlatformKey(ctx, 'probe', { use: 'sign', algorithm: 'P-256' }),
        ),
      ),
    );
    expect(again.map(({ id }) => id)).toEqual([known.id, known.id, known.id]);
    const { rows } = await database.pool.query<{
      id: string;
      version: number;
      algorithm: string;
      wrapped: Buffer;
    }>(
      `select k.id, v.version, k.algorithm, v.wrapped from crypto_key_version v join crypto_key k on k.id = v.key_id
       where v.wrapped is not null`,
    );
    expect(rows.length).toBeGreaterThan(5);
    // Opened as only the holder of the master key can: what comes out stands nowhere, in no guise.
    const file = path.join(server.services.config.dataDir, 'secrets/master.key');
    const master = localMaster(Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url'));
    const tables = [
      'crypto_key',
      'crypto_key_version',
      'audit_log',
      'idempotency_key',
      'outbox',
      'job',
      'setting',
    ];
    const dump = await Promise.all(
      tables.map(async (table) => {
        const text = await database.pool.query<{ row: string }>(`select t::text as row from ${table} t`);
        return text.rows.map(({ row }) => row).join('\n');
      }),
    ).then((parts) => parts.join('\n'));
    expect(dump).toContain(rows[0]?.wrapped.toString('hex'));
    for (const { id, version, algorithm, wrapped } of rows) {
      const secret = await master.unwrap(wrapped, Buffer.from(`${id}/${version}/${algorithm}`));
      for (const guise of ['hex', 'base64', 'base64url'] as const)
        expect(dump.includes(secret.toString(guise))).toBe(false);
    }
  });

  it('that were put in the place of others in the database do not open', async () => {
    const [first, second] = await Promise.all([
      makeKey(officer, market, 'mac', 'HMAC-SM3'),
      makeKey(officer, market, 'mac', 'HMAC-SM3'),
    ]);
    await server.services.database.pool.query(
      `update crypto_key_version v set wrapped = (select wrapped from crypto_key_version where key_id = $1)
       where v.key_id = $2`,
      [first.id, second.id],
    );
    const answer = await program.post<Called>(at(second.id, 'mac'), { data: base64('x') });
    expect([answer.status, answer.body.code]).toEqual([503, 'key.unreadable']);
  });

  it('of the platform itself are made once, and shown to nobody', async () => {
    const { unit, keys } = server.services;
    const spec = { use: 'sign', algorithm: 'SM2' } as const;
    const made = await Promise.all(
      [1, 2, 3, 4].map(() =>
        unit.run({ actor: system('tests of keys') }, (ctx) => keys.findPlatformKey(ctx, 'licences', spec)),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const id = made[0]?.id ?? '';
    for (const client of [officer, program, admin])
      expect((await client.get(`/api/v1/crypto/keys/${id}`)).status).toBe(404);
    const failed = run((ctx) => keys.macWith(ctx, id, Buffer.from('x')));
    await expect(failed).rejects.toBeInstanceOf(DomainError);
  });

  it('count digests too, by every published algorithm', async () => {
    const { body } = await program.post<{ digest: string }>('/api/v1/crypto/digest', {
      algorithm: 'SM3',
      data: base64('abc'),
    });
    expect(Buffer.from(body.digest, 'base64').toString('hex')).toMatch(/^66c7f0f462eeedd9/);
  });
});
