import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, viewOf, type TestServer } from '@quancheng/testing';

interface Opened {
  prefilled: Record<string, unknown>;
  sources: Record<string, { resource: string; locked: boolean }>;
  choices: Record<string, { value: string; label: { zh: string }; fills?: Record<string, unknown> }[]>;
}

const year = 2026;
const asked = [
  'certificateNumber',
  'sellerKind',
  'sellerIdNumber',
  'sellerCreditCode',
  'contractNumber',
  'price',
  'signedOn',
];

describe('the buyer of a home', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date(`${year}-12-30T02:00:00Z`) });
  });
  afterAll(() => server.stop());

  const storyOf = async (account: string) => {
    const story = (await server.stories()).find((entry) => entry.account === account)?.apply[0];
    if (!story) throw new Error(account);
    return story as { form: Record<string, unknown>; onBehalfOf?: string };
  };
  const open = async (account: string, onBehalfOf?: string) => {
    const whom = onBehalfOf ? `?onBehalfOf=${onBehalfOf}` : '';
    return (await (await server.as(account)).get<Opened>(`/api/v1/items/property-transfer/form${whom}`)).body;
  };
  const ofPurchase = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => asked.includes(name)));

  it.each(['home-buyer', 'shop-buyer', 'new-home-buyer'])(
    '%s is asked nothing that the tax record of the purchase says',
    async (account) => {
      const { form, onBehalfOf } = await storyOf(account);
      const opened = await open(account, onBehalfOf);
      expect(ofPurchase(opened.prefilled)).toEqual(ofPurchase(form));
      for (const name of Object.keys(ofPurchase(form)))
        expect(opened.sources[name], name).toMatchObject({ resource: 'tax-receipt', locked: false });
      expect(opened.choices).toEqual({});
    },
  );

  it('of two chooses which, and either fills in the rest', async () => {
    const { form } = await storyOf('parking-buyer');
    const opened = await open('parking-buyer');
    expect(ofPurchase(opened.prefilled)).toEqual({});
    const offered = opened.choices['purchase'] ?? [];
    expect(offered.map(({ value }) => value).toSorted()).toEqual(['WS-DEMO-0211', 'WS-DEMO-0212', 'other']);
    const parking = offered.find(({ value }) => value === form['purchase']);
    expect(parking?.label.zh).toContain('地下车位');
    expect(parking?.fills).toEqual(ofPurchase(form));
    const { view } = await applyAs(server, 'parking-buyer');
    expect(view.status).toBe('submitted');
  });

  it('who says another price says it herself: the case names no source for it', async () => {
    const { client, view } = await applyAs(server, 'price-buyer');
    const { sources } = (await viewOf(client, view.id)) as unknown as Opened;
    expect(sources['contractNumber']).toMatchObject({ resource: 'tax-receipt' });
    expect(sources).not.toHaveProperty('price');
  });

  it('who paid no deed tax fills in by hand', async () => {
    const opened = await open('untaxed-buyer');
    expect(Object.keys(opened.prefilled)).toEqual(['phone']);
    expect(opened.choices).toEqual({});
  });

  it('gets a certificate of the year of its issue, and the register says the same', async () => {
    const { view } = await applyAs(server, 'home-buyer');
    await act(await server.as('home-seller'), view.id, 'confirm', { agree: true });
    server.setTime(new Date(`${year + 1}-01-04T02:00:00Z`));
    const buyer = await server.as('home-buyer');
    await act(await server.as('estate-clerk'), view.id, 'accept');
    const { body: order } = await buyer.post<{ payUrl: string }>(`/api/v1/cases/${view.id}/pay`, {});
    await fetch(order.payUrl, { method: 'POST', redirect: 'manual' });
    await expect.poll(async () => (await viewOf(buyer, view.id)).orders[0]?.state).toBe('paid');
    await act(await server.as('estate-reviewer'), view.id, 'review', { opinion: 'agree' });
    const decision = { outcome: 'granted', reason: '符合登记条件' };
    await act(await server.as('estate-decider'), view.id, 'decide', decision);
    await server.settle();

    const { licence } = await viewOf(buyer, view.id);
    const { body: held } = await buyer.get<{ fields: { name: string; value: string }[] }>(
      `/api/v1/licences/${licence?.id}`,
    );
    const number = held.fields.find(({ name }) => name === 'certificateNumber')?.value ?? '';
    expect(number).toMatch(new RegExp(`^鲁（${year + 1}）济南市不动产权第9\\d+号$`));
    expect(JSON.stringify((await buyer.get('/api/v1/me/data')).body)).toContain(number);
    // What is registered is no longer a purchase to apply for.
    expect(ofPurchase((await open('home-buyer')).prefilled)).toEqual({});
  });
});
