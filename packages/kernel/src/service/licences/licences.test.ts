import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { licenceIdentifierProblem } from '../../subject/identifiers/index.ts';
import { act, applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Licence {
  id: string;
  number: string;
  holder: string;
  state: string;
  verifyCode: string;
  identifier: string;
  version: number;
  change: { id: string; kind: string; on: string; reason: string; basis: string; notice: string } | null;
}
interface Problem {
  code: string;
}
interface Words {
  notice: { to: string; paragraphs: string[] } | null;
  message: { title: { zh: string } };
}

const grounds = { reason: '发证后查明出生日期登记有误，不符合发证条件', basis: '《行政许可法》第六十九条' };
const purpose = { 'x-purpose': 'supervision' };

describe('changing how a licence stands', () => {
  let server: TestServer;
  let decider: Client;

  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    decider = await server.as('civil-decider');
  });
  afterAll(() => server.stop());

  async function cardOf(account: string): Promise<{ holder: Client; licence: Licence }> {
    const { client: holder, view } = await applyAs(server, account);
    const { body } = await holder.get<Licence>(`/api/v1/licences/${view.licence?.id}`);
    return { holder, licence: body };
  }

  const change = (client: Client, { id, version }: Licence, kind: string, body: object = grounds) =>
    client.post<Licence & Problem>(
      `/api/v1/licences/${id}/changes`,
      { kind, ...body },
      {
        ...purpose,
        'if-match': `"${version}"`,
      },
    );
  const revoke = (client: Client, licence: Licence, body: object = grounds) =>
    change(client, licence, 'revoke', body);
  const preview = (client: Client, { id }: Licence, kind = 'revoke') =>
    client.post<Words>(`/api/v1/licences/${id}/changes/preview`, { kind, ...grounds }, purpose);

  it('tells the holder why and how to appeal, and strangers only that it counts no more', async () => {
    const { holder, licence } = await cardOf('elder-72');
    const found = await decider.get<Licence>(
      `/api/v1/desk/licences/${licence.number.toLowerCase()}`,
      purpose,
    );
    expect(found.body).toMatchObject({ id: licence.id, holder: '王秀兰', state: 'valid', change: null });
    const told = await preview(decider, licence);
    expect(told.body.notice?.to).toBe('王秀兰');
    expect(told.body.notice?.paragraphs.join('')).toMatch(
      /出生日期.*第六十九条.*60 日内.*行政复议.*行政诉讼/s,
    );

    const done = await revoke(decider, found.body);
    expect(done.status).toBe(200);
    expect(done.body.change?.notice).toMatch(/^撤字〔2026〕第 \d{6} 号$/);

    const mine = await holder.get<Licence>(`/api/v1/licences/${licence.id}`);
    expect(mine.body).toMatchObject({
      state: 'revoked',
      change: { kind: 'revoke', on: '2026-03-02', ...grounds },
      version: licence.version + 1,
    });
    const notice = await holder.get(`/api/v1/licences/${licence.id}/changes/${done.body.change?.id}/notice`);
    expect(notice.headers.get('content-type')).toBe('application/pdf');
    const inbox = await holder.get<{ items: { title: { zh: string }; body: { zh: string } }[] }>(
      '/api/v1/me/messages',
    );
    expect(inbox.body.items[0]?.title.zh).toBe(told.body.message.title.zh);
    expect(inbox.body.items[0]?.body.zh).toMatch(/60 日内.*行政复议.*6 个月内.*行政诉讼/);

    for (const path of ['/api/v1/verify/', '/verify/']) {
      const public_ = await server.anonymous.get<Record<string, unknown>>(`${path}${licence.verifyCode}`);
      expect(public_.body).toMatchObject({ state: 'revoked', since: '2026-03-02' });
      expect(JSON.stringify(public_.body)).not.toMatch(/出生日期|第六十九条|王秀兰/);
    }
  });

  it('leaves looks that the holder can read', async () => {
    const { body } = await (
      await server.as('elder-72')
    ).get<{ items: { who: string; purpose: { zh: string }; resource: { zh: string } }[] }>(
      '/api/v1/me/access-records',
    );
    const looks = body.items.filter(({ resource }) => resource.zh === '电子证照');
    expect(looks.some(({ who, purpose: { zh } }) => who === '宋明远' && zh === '监督检查')).toBe(true);
  });

  it('no longer counts as held: the rule that saw the card does not see it any more', async () => {
    const { holder, licence } = await cardOf('elder-60');
    const again = await applyAs(server, 'elder-60');
    expect(again.view.reasons.map(({ code }) => code)).toEqual(['hasCard']);
    await act(holder, again.view.id, 'withdraw', { reason: '已经有了' });
    await revoke(decider, licence);
    const third = await applyAs(server, 'elder-60');
    expect(third.view.decision?.outcome).toBe('granted');
  });

  it('is asked for with reason and basis, on what one has seen, and once', async () => {
    const { licence } = await cardOf('elder-65');
    expect((await revoke(decider, licence, { reason: '发证后查明不符合条件' })).status).toBe(400);
    expect((await revoke(decider, licence, { ...grounds, basis: '     ' })).status).toBe(400);
    const stale = await revoke(decider, { ...licence, version: licence.version + 1 });
    expect(stale).toMatchObject({ status: 412, body: { code: 'platform.version-conflict' } });
    const [one, two] = await Promise.all([revoke(decider, licence), revoke(decider, licence)]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    const dispatched = await server.services.database.db
      .selectFrom('licenceChange')
      .select('noticeNumber')
      .where('licenceId', '=', licence.id)
      .execute();
    expect(dispatched).toHaveLength(1);
  });

  it('is for deciding posts of the issuing agency alone', async () => {
    const { licence } = await cardOf('elder-leap');
    const accounts = (await server.stories())
      .map(({ account }) => account)
      .filter((account) => account !== 'civil-decider');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...accounts), async (account) => {
        const client = await server.as(account);
        const seen = await client.get(`/api/v1/desk/licences/${licence.number}`, purpose);
        const asked = await preview(client, licence);
        const done = await revoke(client, licence);
        return [seen.status, asked.status, done.status].every((status) => status === 403 || status === 404);
      }),
      { numRuns: 40 },
    );
    const blind = await decider.get<Problem>(`/api/v1/desk/licences/${licence.number}`);
    expect(blind).toMatchObject({ status: 403, body: { code: 'platform.purpose-needed' } });
  });

  it('suspends and resumes: in between it counts nowhere, and no second one is given out', async () => {
    const { holder, licence } = await cardOf('elder-permit');
    const blank = await change(decider, licence, 'suspend', { reason: '持证信息需要核实' });
    expect(blank).toMatchObject({ status: 400, body: { code: 'licence.basis-needed' } });
    const suspended = (await change(decider, licence, 'suspend')).body;
    expect(suspended).toMatchObject({ state: 'suspended', change: { kind: 'suspend' } });
    expect(suspended.change?.notice).toMatch(/^暂字〔2026〕第 \d{6} 号$/);
    const notice = await holder.get(`/api/v1/licences/${licence.id}/changes/${suspended.change?.id}/notice`);
    expect(notice.headers.get('content-type')).toBe('application/pdf');
    const public_ = await server.anonymous.get(`/api/v1/verify/${licence.verifyCode}`);
    expect(public_.body).toMatchObject({ state: 'suspended', since: '2026-03-02' });
    await expect(applyAs(server, 'elder-permit')).rejects.toThrow('licence.already-held');

    expect((await change(decider, suspended, 'suspend')).body.code).toBe('licence.not-now');
    const resumed = (await change(decider, suspended, 'resume', { reason: '核实无误，恢复使用' })).body;
    expect(resumed).toMatchObject({ state: 'valid', change: null });
    const noted = (await change(decider, resumed, 'annotate', { reason: '已核实住址变更' })).body;
    expect(noted.state).toBe('valid');
    const { body } = await holder.get<{ items: { kind: string; reason: string; by: string }[] }>(
      `/api/v1/licences/${licence.id}/history`,
    );
    expect(body.items.map(({ kind, by }) => [kind, by])).toEqual([
      ['suspend', 'decider'],
      ['resume', 'decider'],
      ['annotate', 'decider'],
    ]);
    const strange = await holder.get<Problem>(
      `/api/v1/licences/${licence.id}/changes/${(await change(decider, noted, 'cancel')).body.change?.id}/notice`,
    );
    expect(strange).toMatchObject({ status: 404, body: { code: 'licence.no-notice' } });
    expect((await server.anonymous.get(`/api/v1/verify/${licence.verifyCode}`)).body).toMatchObject({
      state: 'cancelled',
    });
  });

  it('has an identifier whose check character is right', async () => {
    const { body } = await (await server.as('elder-leap')).get<{ items: Licence[] }>('/api/v1/licences');
    const { identifier = '', number = '' } = body.items[0] ?? {};
    expect([identifier, licenceIdentifierProblem(identifier)]).toEqual([identifier, undefined]);
    expect(identifier).toContain(`.${number}.001.`);
  });
});
