import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '@quancheng/server';
import type { Client } from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';
import { findAccountByLogin, givePosts } from '../../subject/accounts/index.ts';
import { base, issue, rowsOf, startLevel, upperName, type Level } from './testkit.ts';

interface Code {
  code: string;
}

const desk = '/api/v1/desk/upper-licences';
const purpose = { 'x-purpose': 'case-handling' };
const code = '990000190001010017';

describe('questions to an upper level that hangs', () => {
  let city: Level;
  let clerk: Client;
  let caseNumber: string;
  const hanging: Socket[] = [];
  // Another's program that takes requests and never answers.
  const upper = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => hanging.push(socket));
  });
  beforeAll(async () => {
    upper.listen(0, '127.0.0.1');
    await once(upper, 'listening');
    city = await startLevel({ QC_POOL: '3' });
    clerk = await city.server.as('civil-clerk');
    ({ caseNumber } = await issue(city, 'elder-72'));
  });
  afterAll(async () => {
    for (const socket of hanging) socket.destroy();
    upper.close();
    await city.server.stop();
  });

  const question = () => ({
    caseNumber,
    basis: '老年人权益保障法第五十三条',
    certificateHolderCode: code,
  });
  const note = async (by = clerk, body: object = question()) => {
    const noted = await by.post<{ id: string } & Code>(`${desk}/asks`, body, purpose);
    return noted.status === 201 ? noted.body.id : noted.body.code;
  };

  it('are not taken while none is connected, and the page can say so', async () => {
    expect(await note()).toBe('exchange.no-upper');
    expect((await clerk.get(desk)).body).toMatchObject({ upper: null });
    const { port } = upper.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    await city.admin.post(`${base}/upper`, { name: upperName, origin, clientId: 'system:of-nobody' });
    expect((await clerk.get(desk)).body).toMatchObject({ upper: { name: upperName, retryAt: null } });
  });

  it('need a purpose, a case that one handles, and either holder or identifier', async () => {
    const bare = await clerk.post<Code>(`${desk}/asks`, question());
    expect(bare.body.code).toBe('platform.purpose-needed');
    expect(await note(await city.server.as('market-clerk'))).toBe('exchange.unknown-case');
    expect(await note(clerk, { ...question(), caseNumber: 'none' })).toBe('exchange.unknown-case');
    expect(await note(clerk, { ...question(), certificateIdentifier: '1.2' })).toBe('platform.invalid-input');
    expect(await note(await city.server.as('elder-72'))).toBe('platform.forbidden');
    // Who applied becomes a clerk: one's own case is no ground.
    await asSystem(city.server.services, 'tests give someone a post', async (ctx) => {
      const elder = await findAccountByLogin(ctx.tx, 'elder-72');
      const { rows } = await sql<{ postId: string }>`
        select p.post_id from account_post p join account a on a.id = p.account_id where a.login = 'civil-clerk'`.execute(
        ctx.tx,
      );
      await givePosts(ctx, elder?.id ?? '', [rows[0]?.postId ?? '']);
    });
    expect(await note(await city.server.as('elder-72'))).toBe('exchange.unknown-case');
  });

  it('hold no connection: everybody else is served', async () => {
    const ids = await Promise.all([note(), note(), note(), note()]);
    const claim = { certificateIdentifier: '1.2', fields: [{ name: 'certificateNumber', value: '1' }] };
    const waiting = Promise.all([
      ...ids.map((id) => clerk.post<Code>(`${desk}/asks/${id}/answer`, undefined)),
      clerk.post<Code>(`${desk}/verify`, claim),
      clerk.post<Code>(`${desk}/verify`, claim),
    ]);
    await expect.poll(() => hanging.length, { timeout: 20_000 }).toBe(6);
    const elder = await city.server.as('elder-72');
    const served = await Promise.all(Array.from({ length: 6 }, () => elder.get('/api/v1/me/messages')));
    expect(served.map(({ status }) => status)).toEqual(served.map(() => 200));
    // A second try does not put the question a second time.
    const again = await clerk.post<Code>(`${desk}/asks/${ids[0]}/answer`, undefined);
    expect(again.body.code).toBe('exchange.asked');
    expect(hanging).toHaveLength(6);
    for (const socket of hanging) socket.destroy();
    for (const { status, body } of await waiting)
      expect([status, body.code]).toEqual([503, 'exchange.upper-away']);
    const { body } = await clerk.get<{ items: { outcome: string; caseNumber: string }[] }>(`${desk}/asks`);
    expect(body.items.map((item) => [item.outcome, item.caseNumber])).toEqual(
      ids.map(() => ['away', caseNumber]),
    );
  });

  it('are answered to those who noted them, and listed to nobody else', async () => {
    const id = await note();
    const other = await city.server.as('market-clerk');
    expect((await other.post(`${desk}/asks/${id}/answer`, undefined)).status).toBe(404);
    // It is not used up by that.
    const answer = clerk.post<Code>(`${desk}/asks/${id}/answer`, undefined);
    await expect.poll(() => hanging.length, { timeout: 20_000 }).toBe(7);
    hanging.at(-1)?.destroy();
    expect((await answer).body.code).toBe('exchange.upper-away');
    expect((await other.get(`${desk}/asks`)).body).toEqual({ items: [], next: null });
  });

  it.each([
    ['is longer than any can be', `${' '.repeat(2 ** 24)}{"items":[]}`],
    ['is no JSON', '<html>'],
    ['is another thing', '{"items":[{"certificateIdentifier":"1.2"}]}'],
  ])('take nothing for an answer that %s', async (_, said) => {
    const id = await note();
    const before = hanging.length;
    const answer = clerk.post<Code>(`${desk}/asks/${id}/answer`, undefined);
    await expect.poll(() => hanging.length, { timeout: 20_000 }).toBe(before + 1);
    hanging.at(-1)?.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${said}`);
    expect((await answer).body.code).toBe('exchange.upper-away');
  });

  it('keep nowhere in plain whom they were about', async () => {
    const kept = await rowsOf(city, sql<{ text: string }>`select t::text as text from exchange_ask t`);
    expect(kept).toHaveLength(8);
    for (const { text } of kept) expect(text).not.toContain(code);
    const audit = await rowsOf(
      city,
      sql<{ action: string; text: string }>`
        select action, t::text as text from audit_log t where action like 'exchange.ask%'`,
    );
    expect(audit.map(({ action }) => action)).toContain('exchange.ask');
    for (const { text } of audit) expect(text).not.toContain(code);
  });
});
