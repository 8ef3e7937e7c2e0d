import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Card {
  id: string;
  number: string;
  edition: number;
  identifier: string;
  state: string;
  verifyCode: string;
  fields: { name: string; value: string }[];
}

describe('replacing an elderly card', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
  });
  afterAll(() => server.stop());

  const cardsOf = async (client: Client): Promise<Card[]> =>
    (await client.get<{ items: Card[] }>('/api/v1/licences')).body.items;
  const saying = ({ fields }: Card, name: string) => fields.find((field) => field.name === name)?.value;

  it.each([
    ['elder-turned-65', 'change', 'grade', '60 至 64 周岁', '65 周岁及以上'],
    ['elder-renamed', 'change', 'name', '沈秋', '沈知秋'],
    ['elder-lost', 'reissue', 'grade', '65 周岁及以上', '65 周岁及以上'],
    ['elder-damaged', 'reissue', 'grade', '60 至 64 周岁', '60 至 64 周岁'],
  ])(
    'of %s by %s: same number, next edition, the old code counts no more',
    async (account, kind, field, was, is) => {
      const client = await server.as(account);
      const [old] = await cardsOf(client);
      expect(old && [old.edition, saying(old, field)]).toEqual([1, was]);
      const { view } = await applyAs(server, account);
      expect(view.decision?.outcome).toBe('granted');
      const cards = await cardsOf(client);
      const current = cards.find(({ id }) => id === view.licence?.id);
      expect(current).toMatchObject({ number: old?.number, edition: 2, state: 'valid' });
      expect(current?.identifier).toContain(`.${old?.number}.002.`);
      expect(current && saying(current, field)).toBe(is);
      const history = await client.get<{ items: unknown[] }>(`/api/v1/licences/${view.licence?.id}/history`);
      expect(history.body.items).toMatchObject([
        {
          edition: 1,
          kind,
          by: 'case',
          successor: view.licence?.id,
          reason: expect.stringContaining(view.number),
        },
      ]);
      const verified = async (code = '') =>
        (await server.anonymous.get<{ state: string }>(`/api/v1/verify/${code}`)).body.state;
      expect([await verified(old?.verifyCode), await verified(current?.verifyCode)]).toEqual([
        'superseded',
        'valid',
      ]);
    },
  );

  it('leaves one valid card a person, however many ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => applyAs(server, 'elder-lost')));
    expect(asked.some(({ status }) => status === 'fulfilled')).toBe(true);
    const cards = await cardsOf(await server.as('elder-lost'));
    expect(cards.filter(({ state }) => state === 'valid')).toHaveLength(1);
    expect(new Set(cards.map(({ number }) => number)).size).toBe(1);
    const editions = cards.map(({ edition }) => edition).toSorted((a, b) => a - b);
    expect(editions).toEqual(editions.map((_, index) => index + 1));
  });

  it('by a person, of a card that no register knows, gives a first one', async () => {
    const { client, view } = await applyAs(server, 'elder-no-card');
    expect(view.reasons[0]?.code).toBe('noCard');
    await act(client, view.id, 'ask-person');
    await act(await server.as('civil-reviewer'), view.id, 'review', { opinion: 'agree' });
    await act(await server.as('civil-decider'), view.id, 'decide', {
      outcome: 'granted',
      reason: '核对了纸质旧证原件',
      basis: '《山东省老年人权益保障条例》',
    });
    const [card] = await cardsOf(client);
    expect(card).toMatchObject({ edition: 1, state: 'valid' });
    expect(card && saying(card, 'grade')).toBe('65 周岁及以上');
  });
});
