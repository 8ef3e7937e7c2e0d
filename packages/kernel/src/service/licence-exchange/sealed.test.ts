import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '@quancheng/server';
import { changeColumnKey, sealPlain } from '../../platform/columns/index.ts';
import { system } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { LicenceMessage } from './model.ts';
import { exchangeColumns } from './sealed.ts';
import {
  base,
  call,
  message,
  registerProgram,
  rowsOf,
  startLevel,
  type Level,
  type Program,
} from './testkit.ts';

const ground = { basis: '居民身份证法第二十条', matter: '办件 2026-001' };
const actor = system('tests of what is received');
const code = '99000019540302101X';
const name = '欧阳清远';
const secrets = [code, name, '特等功臣'];

describe('what lower levels say of holders', () => {
  let province: Level;
  let program: Program;
  beforeAll(async () => {
    province = await startLevel();
    program = await registerProgram(province);
    const said = {
      certificateHolderCode: code,
      certificateHolderName: name,
      data: [{ name: 'honour', value: '特等功臣' }],
    };
    const messages = [
      message('S1', 1, said),
      message('S1', 2, { ...said, state: 'suspended' }),
      message('S2', 1, said),
      // Another content under the same number.
      message('S2', 1, { ...said, state: 'revoked' }),
    ];
    await call(province, program, 'licences', { messages });
  });
  afterAll(() => province.server.stop());

  const deps = () => {
    const { unit, columns } = province.server.services;
    return { unit, columns, list: Object.values(exchangeColumns) };
  };
  const find = async (holder: string) => {
    const query = { certificateHolderCode: holder, ground };
    const { body } = await call<{ items: LicenceMessage[] }>(province, program, 'licences/query', query);
    return body.items.map((item) => [item.certificateNumber, item.state, item.certificateHolderName]);
  };
  const conflicts = async () =>
    (
      await province.admin.get<{ items: { id: string; differing: { name: string; second: string }[] }[] }>(
        `${base}/conflicts`,
      )
    ).body.items;
  const both = [
    ['S1', 'suspended', name],
    ['S2', 'valid', name],
  ];

  it('stands nowhere in the database as anyone could read it', async () => {
    const tables = await rowsOf(
      province,
      sql<{ name: string }>`
        select oid::regclass::text as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    const found: string[] = [];
    for (const { name: table } of tables) {
      const rows = await rowsOf(
        province,
        sql`select 1 from ${sql.table(table)} t
          where exists (select 1 from unnest(${secrets}::text[]) n where strpos(t::text, n) > 0)`,
      );
      if (rows.length > 0) found.push(table);
    }
    expect(found).toEqual([]);
  });

  it('is found by the whole number, however it is written', async () => {
    expect(await find(code)).toEqual(both);
    expect(await find(` ${code.toLowerCase()}`)).toEqual(both);
    expect(await find(code.slice(0, 17))).toEqual([]);
  });

  it('is encrypted anew by another key, and read and found as before', async () => {
    const { changed, unreadable } = await changeColumnKey(deps(), actor, () => undefined);
    expect({ changed, unreadable }).toEqual({ changed: 5, unreadable: 0 });
    expect(await find(code)).toEqual(both);
    expect(await conflicts()).toMatchObject([{ differing: [{ name: 'state', second: 'revoked' }] }]);
  });

  it('is taken in from what an earlier release wrote in plain', async () => {
    const { columns } = province.server.services;
    const plainOf = (table: 'exchange_licence' | 'exchange_conflict') =>
      asSystem(province.server.services, 'tests write as before', async ({ tx }) => {
        const column = table === 'exchange_licence' ? exchangeColumns.content : exchangeColumns.conflict;
        const { rows } = await sql<{ id: string; contentSealed: Buffer }>`
          select id, content_sealed from ${sql.table(table)}`.execute(tx);
        for (const { id, contentSealed } of rows) {
          const content = await columns.open(tx, column, id, contentSealed);
          await sql`update ${sql.table(table)} set content = ${content}, content_sealed = null
            where id = ${id}`.execute(tx);
        }
      });
    await plainOf('exchange_licence');
    await plainOf('exchange_conflict');
    await rowsOf(
      province,
      sql`update exchange_licence set holder_code = ${code}, holder_code_sealed = null, holder_code_index = null`,
    );
    expect(await sealPlain(deps(), actor)).toBe(5);
    expect(await find(code)).toEqual(both);
    const left = await rowsOf(
      province,
      sql`select 1 from exchange_licence where content is not null or holder_code is not null`,
    );
    expect(left).toEqual([]);
  });

  it('is what a person decides on, and then what the licence says', async () => {
    const [conflict] = await conflicts();
    const settled = { outcome: 'taken', reason: '与纸质证照核对' };
    expect((await province.admin.post(`${base}/conflicts/${conflict?.id}/settle`, settled)).status).toBe(200);
    expect(await find(code)).toEqual([both[0], ['S2', 'revoked', name]]);
  });
});
