import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import type { RevocationReason, Scheme } from '@quancheng/engines/pki';
import { fixedClock } from '../../platform/clock/index.ts';
import { createUnitOfWork, system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { localMaster } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { createKeys } from '../keys/index.ts';
import { createAuthority } from './index.ts';
import { dayMs } from './model.ts';
import { findNewest } from './store.ts';
import { certifyNew } from './testkit.ts';

const start = new Date('2026-03-02T02:00:00Z');

describe('the life of certificates', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  const clock = fixedClock(start);
  const keys = createKeys({ master: localMaster(Buffer.alloc(32, 1)) });
  const authority = createAuthority({
    keys,
    origin: 'https://spring.example',
    organisation: { country: 'CN', locality: '春水市' },
    findPerson: () => Promise.resolve(undefined),
  });
  const services = { keys, authority };
  const run = <T>(work: (ctx: Context) => Promise<T>) =>
    unit.run({ actor: system('tests of the authority') }, work);
  const make = (scheme: Scheme, days?: number) =>
    run((ctx) => certifyNew(ctx, services, { scheme, ...(days === undefined ? {} : { days }) }));
  const revoke = (id: string, reason: RevocationReason) => run((ctx) => authority.revoke(ctx, id, reason));
  type Own = 'root' | 'intermediate' | 'timestamp' | 'ocsp';
  const newest = (profile: Own, scheme: Scheme = 'ES256') =>
    run(async (ctx) => {
      const found = await findNewest(ctx, profile, scheme);
      if (!found) throw new Error(`no ${profile}`);
      return found;
    });
  const later = (days: number) => new Date(start.getTime() + days * dayMs);

  beforeAll(async () => {
    database = await openTestDatabase();
    unit = createUnitOfWork(database.db, clock);
    await run(keys.prove);
    // Servers that start at once.
    await Promise.all([1, 2, 3].map(() => run(authority.prepare)));
  });
  afterAll(() => database.close());

  it('begins with one of each, however many servers start at once', async () => {
    const { rows } = await database.pool.query<{ profile: string; count: string }>(
      'select profile, count(*) from certificate group by profile order by profile',
    );
    expect(rows.map(({ profile, count }) => [profile, Number(count)])).toEqual([
      ['intermediate', 2],
      ['ocsp', 2],
      ['root', 2],
      ['timestamp', 2],
    ]);
  });

  it('names owner, addresses and period in a certificate', async () => {
    const keyId = await run((ctx) =>
      keys.createKey(ctx, { agencyId: null, name: 'tls', use: 'sign', algorithm: 'P-256' }),
    );
    const hosts = ['spring.example', '127.0.0.1'];
    const { der } = await run((ctx) =>
      authority.certify(ctx, {
        keyId,
        profile: 'tls',
        subject: { common: 'spring.example' },
        days: 90,
        hosts,
      }),
    );
    const read = new X509Certificate(der);
    expect(read.checkHost('spring.example')).toBe('spring.example');
    expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(read.infoAccess).toContain('OCSP - URI:https://spring.example/pki/ocsp');
    expect(read.issuer).toContain('签发证书 ES256');
    expect(new Date(read.validTo)).toEqual(later(90));
  });

  it('lets nothing outlive who issued it', async () => {
    const row = await make('ES256', 20_000);
    expect(row.validUntil).toEqual((await newest('intermediate')).validUntil);
    expect(new Date(new X509Certificate(row.der).validTo)).toEqual(row.validUntil);
  });

  it('refuses keys that it cannot name, and servers without a name', async () => {
    const subject = { common: '印' };
    const create = (use: 'sign' | 'encrypt', algorithm: 'SM2' | 'Ed25519' | 'P-256', name: string) =>
      run((ctx) => keys.createKey(ctx, { agencyId: null, name, use, algorithm }));
    const certify = (keyId: string, profile: 'seal' | 'tls' = 'seal') =>
      run((ctx) => authority.certify(ctx, { keyId, profile, subject }));
    await expect(certify(await create('encrypt', 'SM2', 'a'))).rejects.toThrow('key.wrong-use');
    await expect(certify(await create('sign', 'Ed25519', 'b'))).rejects.toThrow('authority.key-algorithm');
    await expect(certify(await create('sign', 'P-256', 'c'), 'tls')).rejects.toThrow(
      'authority.hosts-needed',
    );
    const suspended = await create('sign', 'SM2', 'd');
    await run((ctx) => keys.suspendKey(ctx, suspended));
    await expect(certify(suspended)).rejects.toThrow('authority.key-not-active');
    await expect(certify(newId())).rejects.toThrow('platform.not-found');
  });

  it('lends no key of its own services', async () => {
    const { id } = await newest('intermediate');
    await expect(run((ctx) => authority.signerOf(ctx, id))).rejects.toThrow('authority.not-for-signing');
  });

  it('stops to sign when the key has been rotated, or the period is over', async () => {
    const rotated = await make('SM2');
    const brief = await make('ES256', 10);
    await run((ctx) => authority.signerOf(ctx, rotated.id));
    await run((ctx) => keys.rotateKey(ctx, rotated.keyId));
    await expect(run((ctx) => authority.signerOf(ctx, rotated.id))).rejects.toThrow('authority.key-rotated');
    clock.set(later(11));
    await expect(run((ctx) => authority.signerOf(ctx, brief.id))).rejects.toThrow('authority.outside-period');
    clock.set(start);
  });

  it.each<Scheme>(['SM2', 'ES256'])('judges a certificate of %s by the instant', async (scheme) => {
    const row = await make(scheme, 100);
    const judge = (at: Date) => run((ctx) => authority.judge(ctx, row.der, at));
    clock.set(later(10));
    await revoke(row.id, 'certificateHold');
    clock.set(later(20));
    expect(await judge(later(5))).toMatchObject({ known: true, state: 'good', certificate: { id: row.id } });
    expect(await judge(later(15))).toMatchObject({ state: 'held' });
    expect(await judge(later(-1))).toMatchObject({ state: 'outside-period' });
    await revoke(row.id, 'keyCompromise');
    // From the hold on, which the revocation makes final.
    expect(await judge(later(15))).toMatchObject({ state: 'revoked' });
    expect(await judge(later(5))).toMatchObject({ state: 'good' });
    const changed = Buffer.from(row.der);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(await run((ctx) => authority.judge(ctx, changed, later(5)))).toEqual({ known: false });
    expect(await run((ctx) => authority.judge(ctx, Buffer.from('no'), later(5)))).toEqual({ known: false });
    clock.set(start);
  });

  it('makes a list anew after twelve hours, when nothing changed', async () => {
    const list = () => run((ctx) => authority.listOf(ctx, 'issuing-sm2'));
    const first = await list();
    clock.set(later(0.4));
    expect((await list()).equals(first)).toBe(true);
    clock.set(later(0.6));
    expect((await list()).equals(first)).toBe(false);
    clock.set(start);
  });

  it('waits with a list for what another server revokes at the same moment', async () => {
    const [first, second] = [await make('SM2'), await make('SM2')];
    await revoke(first.id, 'superseded');
    const waiting = async () => {
      const { rowCount } = await database.pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rowCount;
    };
    const other = await run(async (ctx) => {
      await authority.revoke(ctx, second.id, 'superseded');
      const made = run((beside) => authority.listOf(beside, 'issuing-sm2'));
      await expect.poll(waiting).toBe(1);
      return { made };
    });
    const list = await other.made;
    expect([first, second].map(({ serial }) => list.includes(serial))).toEqual([true, true]);
  });

  it('renews its responder and stamper 30 days before their end, with the same key', async () => {
    const before = { ocsp: await newest('ocsp'), timestamp: await newest('timestamp') };
    for (const profile of ['ocsp', 'timestamp'] as const) {
      const { validUntil, keyId, id } = before[profile];
      clock.set(new Date(validUntil.getTime() - 31 * dayMs));
      await run(authority.prepare);
      expect((await newest(profile)).id).toBe(id);
      clock.set(new Date(validUntil.getTime() - 29 * dayMs));
      await run(authority.prepare);
      const after = await newest(profile);
      expect([after.id === id, after.keyId]).toEqual([false, keyId]);
      expect(await run((ctx) => authority.judge(ctx, before[profile].der, ctx.now))).toMatchObject({
        state: 'good',
      });
    }
    clock.set(start);
  });

  it('puts another intermediate in the place of one that ends or was revoked, and still lists for the former', async () => {
    const first = await newest('intermediate');
    const leaf = await make('ES256');
    clock.set(new Date(first.validUntil.getTime() - 1094 * dayMs));
    await run(authority.prepare);
    const second = await newest('intermediate');
    expect([second.generation, second.keyId === first.keyId]).toEqual([2, false]);
    expect((await make('ES256')).issuerId).toBe(second.id);
    await revoke(leaf.id, 'superseded');
    const formerList = await run((ctx) => authority.listOf(ctx, 'issuing-es256'));
    expect(formerList.includes(leaf.serial)).toBe(true);
    expect((await run((ctx) => authority.listOf(ctx, 'issuing-es256-2'))).includes(leaf.serial)).toBe(false);
    const below = await make('ES256');
    await revoke(second.id, 'keyCompromise');
    await expect(run((ctx) => authority.signerOf(ctx, below.id))).rejects.toThrow('authority.revoked');
    await expect(make('ES256')).rejects.toThrow('authority.not-ready');
    await run(authority.prepare);
    expect((await newest('intermediate')).generation).toBe(3);
    const hash = Buffer.alloc(32, 1);
    expect((await run((ctx) => authority.stamp(ctx, { scheme: 'ES256', hash }))).length).toBeGreaterThan(500);
    clock.set(start);
  });

  it('gives a revoked stamper another key', async () => {
    const before = await newest('timestamp');
    clock.set(new Date(before.validFrom.getTime() + dayMs));
    await revoke(before.id, 'keyCompromise');
    const hash = Buffer.alloc(32, 2);
    const stamp = () => run((ctx) => authority.stamp(ctx, { scheme: 'ES256', hash }));
    await expect(stamp()).rejects.toThrow('authority.revoked');
    await run(authority.prepare);
    expect((await newest('timestamp')).keyId).not.toBe(before.keyId);
    await stamp();
  });

  it('goes on after the keys of its own services were rotated', async () => {
    const stamper = await newest('timestamp', 'SM2');
    const issuer = await newest('intermediate', 'SM2');
    for (const { keyId } of [stamper, issuer]) await run((ctx) => keys.rotateKey(ctx, keyId));
    const hash = Buffer.alloc(32, 3);
    const stamp = () => run((ctx) => authority.stamp(ctx, { scheme: 'SM2', hash }));
    await expect(stamp()).rejects.toThrow('authority.key-rotated');
    await expect(make('SM2')).rejects.toThrow('authority.key-rotated');
    await run(authority.prepare);
    await stamp();
    const { issuerId } = await make('SM2');
    expect(issuerId).toBe((await newest('intermediate', 'SM2')).id);
    expect(issuerId).not.toBe(issuer.id);
  });
});
