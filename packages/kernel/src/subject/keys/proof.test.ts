import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import { systemClock } from '../../platform/clock/index.ts';
import { createUnitOfWork, system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { localMaster } from '../../platform/crypto/index.ts';
import { createKeys, type Keys } from './index.ts';

const spec = { use: 'mac', algorithm: 'HMAC-SM3' } as const;

describe('the master key of a database', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  beforeEach(async () => {
    database = await openTestDatabase();
    unit = createUnitOfWork(database.db, systemClock);
  });
  afterEach(() => database.close());

  const run = <T>(work: (ctx: Context) => Promise<T>) =>
    unit.run({ actor: system('tests of the master key') }, work);
  /** A server that starts with a master key. */
  async function begin(number: number): Promise<Keys> {
    const keys = createKeys({ master: localMaster(Buffer.alloc(32, number)) });
    await run(keys.prove);
    return keys;
  }
  const use = (keys: Keys, id: string) => run((ctx) => keys.macWith(ctx, id, Buffer.from('text')));
  const make = (keys: Keys) => run((ctx) => keys.findPlatformKey(ctx, 'test', spec));

  it('opens after a restart what it wrapped before', async () => {
    const before = await begin(1);
    const { id } = await make(before);
    expect(await use(await begin(1), id)).toEqual(await use(before, id));
  });

  it('may be another one while nothing is wrapped: nothing is lost by it', async () => {
    await begin(1);
    const second = await begin(2);
    const { id } = await make(second);
    await expect(begin(1)).rejects.toThrow('key.other-master');
    expect((await use(await begin(2), id)).version).toBe(1);
  });

  it('may be another one again once every key is destroyed', async () => {
    const keys = await begin(1);
    const { id } = await make(keys);
    await run((ctx) => keys.retireKey(ctx, id));
    await expect(begin(2)).rejects.toThrow('key.other-master');
    await run((ctx) => keys.destroyKey(ctx, id));
    await begin(2);
  });

  it('wraps nothing more where another server began with another one meanwhile', async () => {
    const first = await begin(1);
    const second = await begin(2);
    await expect(make(first)).rejects.toThrow('key.other-master');
    const { id } = await make(second);
    await expect(run((ctx) => first.rotateKey(ctx, id))).rejects.toThrow('key.other-master');
    await expect(use(first, id)).rejects.toThrow('key.unreadable');
  });

  it('is one of two when both begin at the same moment', async () => {
    const results = await Promise.all([begin(1), begin(2)].map((begun) => begun.then(make).catch(String)));
    const { rows } = await database.pool.query('select 1 from crypto_key_version');
    expect(rows.length).toBe(results.filter((result) => typeof result === 'object').length);
    expect(rows.length).toBeLessThanOrEqual(1);
  });
});
