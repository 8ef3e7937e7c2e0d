import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import { together } from './held.ts';
import { hold, insertRows, sql, type Tx } from './index.ts';

describe('held writes', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const put = (key: string, value: unknown) =>
    insertRows('setting', [{ key, value, updated_at: new Date() }]);
  const keysOf = async (tx: Tx | TestDatabase['db'], prefix: string): Promise<string[]> => {
    const { rows } = await sql<{ key: string }>`
      select key from setting where key like ${`${prefix}%`} order by key`.execute(tx);
    return rows.map(({ key }) => key);
  };
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.db.transaction().execute(work);

  it('are there for what is read next, and after the commit', async () => {
    const seen = await run(async (tx) => {
      await hold(tx, put('a1', { n: 1 }));
      await hold(tx, put('a2', 'two'));
      const keys = await keysOf(tx, 'a');
      await hold(tx, put('a3', 3));
      return keys;
    });
    expect(seen).toEqual(['a1', 'a2']);
    expect(await keysOf(database.db, 'a')).toEqual(['a1', 'a2', 'a3']);
  });

  it('are all taken back when one of them fails at the commit', async () => {
    const twice = run(async (tx) => {
      await sql`insert into setting (key, value, updated_at) values ('b0', '1', now())`.execute(tx);
      await hold(tx, put('b1', 1));
      await hold(tx, put('b0', 2));
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await keysOf(database.db, 'b')).toEqual([]);
  });

  it('are forgotten with their transaction, and the connection goes on', async () => {
    for (let round = 0; round < 20; round += 1) {
      await expect(
        run(async (tx) => {
          await hold(tx, put(`c${round}`, 1));
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
    }
    await run((tx) => hold(tx, put('c-last', 1)));
    expect(await keysOf(database.db, 'c')).toEqual(['c-last']);
  });

  it('are not lost in silence when a failure inside was passed over', async () => {
    const swallowed = run(async (tx) => {
      await hold(tx, put('d1', 1));
      await sql`select 1 / 0`.execute(tx).catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow(/nothing of it was kept/);
    expect(await keysOf(database.db, 'd')).toEqual([]);
  });

  it('give a transaction without statements nothing to do', async () => {
    expect(await run(() => Promise.resolve(1))).toBe(1);
  });
});

describe('held statements in one', () => {
  it('keep each parameter with its value', () => {
    const statement = fc
      .array(fc.string({ minLength: 1 }), { maxLength: 15 })
      .map((values) => ({ text: values.map((_, index) => `$${index + 1}`).join(' '), values }));
    fc.assert(
      fc.property(fc.array(statement, { minLength: 2, maxLength: 8 }), (held) => {
        const [whole] = together(held);
        const read = [...(whole?.text ?? '').matchAll(/\$(\d+)/g)].map(
          ([, number]) => whole?.values[Number(number) - 1],
        );
        expect(read).toEqual(held.flatMap(({ values }) => values));
      }),
    );
  });
});
