import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, viewOf, type Client, type TestServer } from '@quancheng/testing';
import { giveHome, giveLicence, usesOf, type Held } from './testkit.ts';

interface Material {
  id: string;
  state: string;
  licence?: { useId: string; number: string };
}
interface Line {
  code: string;
  month: string;
  cases: number;
  licences: number;
  records: number;
}

describe('a licence as a material', () => {
  let server: TestServer;
  let owner: Client;
  let paper: Held;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('noodle-owner');
    paper = await giveLicence(server, 'noodle-owner', {
      type: 'business-licence',
      issuer: 'market-supervision',
      fields: { creditCode: '91370100MQ900001XC', entityName: '济南泉边面馆有限公司（演示）' },
    });
  });
  afterAll(() => server.stop());

  const materialOf = async (client: Client, id: string, material: string) =>
    ((await viewOf(client, id)) as unknown as { materials: Material[] }).materials.find(
      (entry) => entry.id === material,
    );
  const change = async (kind: string, account: string, { id }: Held) =>
    expect(
      await (
        await server.as(account)
      ).post(
        `/api/v1/licences/${id}/changes`,
        { kind, reason: '登记有误，正在核查', basis: '《行政许可法》第六十九条' },
        { 'x-purpose': 'supervision' },
      ),
    ).toMatchObject({ status: 200 });
  const homeOf = async (account: string) =>
    String((await server.stories()).find((story) => story.account === account)?.apply[0]?.form['home']);
  const savedBy = async (account: string) =>
    (await (await server.as(account)).get<{ total: number; items: Line[] }>('/api/v1/admin/saved-materials'))
      .body;

  it('answers it: the form says so, the clerk opens the sealed file, the holder reads of it, once', async () => {
    const mandates = await owner.get<{ items: { principalId: string }[] }>('/api/v1/me/mandates');
    const company = mandates.body.items[0]?.principalId;
    const form = await owner.get<{ materials: (Material & { met?: { licence?: { number: string } } })[] }>(
      `/api/v1/items/food-business-licence/form?onBehalfOf=${company}`,
    );
    expect(form.body.materials.find(({ id }) => id === 'businessLicence')?.met?.licence).toEqual({
      number: paper.number,
    });
    expect(await usesOf(owner, paper)).toEqual([]);

    const { view } = await applyAs(server, 'noodle-owner');
    const clerk = await server.as('market-clerk');
    const taken = await materialOf(clerk, view.id, 'businessLicence');
    expect(taken).toMatchObject({ state: 'held', licence: { number: paper.number } });
    const file = `/api/v1/licence-uses/${taken?.licence?.useId}/file`;
    const opened = await clerk.get(file);
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await (await server.as('estate-clerk')).get(file)).status).toBe(404);
    expect((await (await server.as('elder-72')).get(file)).status).toBe(404);

    const corrections = [{ path: '/form/premises', text: { zh: '请写明楼层', en: 'Name the floor' } }];
    await act(clerk, view.id, 'request-correction', { corrections });
    const story = (await server.stories()).find(({ account }) => account === 'noodle-owner');
    const again = { ...story?.apply[0]?.form, premises: '历下区泉乐路 12 号 1 层 104（演示）' };
    await act(owner, view.id, 'resubmit', { form: again });
    expect(await usesOf(owner, paper)).toMatchObject([
      { ground: 'case', who: { zh: '济南市市场监督管理局' }, caseNumber: view.number },
    ]);
    expect(await materialOf(owner, view.id, 'businessLicence')).toMatchObject({ licence: taken?.licence });
  });

  it('is not taken where the applicant hands in a file of their own', async () => {
    const body = new FormData();
    body.append(
      'file',
      new Blob([new TextEncoder().encode('%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n')]),
      '执照.pdf',
    );
    const sent = await fetch(new URL('/api/v1/files', server.origin.replace('localhost', '127.0.0.1')), {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}` },
      body,
    });
    const { id: fileId } = (await sent.json()) as { id: string };
    const story = (await server.stories()).find(({ account }) => account === 'noodle-owner')?.apply[0];
    const made = await owner.post<{ id: string }>('/api/v1/cases', {
      item: story?.item,
      onBehalfOf: story?.onBehalfOf,
      form: { ...story?.form, premises: '历下区泉乐路 14 号（演示）' },
      materials: [{ id: 'businessLicence', fileId }],
      submit: true,
    });
    expect(made.status).toBe(201);
    expect(await materialOf(owner, made.body.id, 'businessLicence')).toMatchObject({ state: 'given' });
    expect(await usesOf(owner, paper)).toHaveLength(1);
  });

  it('that is suspended answers nothing; the register does, where the item says so', async () => {
    const home = await giveHome(server, 'fund-ok', await homeOf('fund-ok'));
    const holder = await server.as('fund-ok');
    await change('suspend', 'estate-decider', home);
    const { view: first } = await applyAs(server, 'fund-ok');
    expect(await materialOf(holder, first.id, 'right')).toBeUndefined();
    expect(await usesOf(holder, home)).toEqual([]);
    await change('resume', 'estate-decider', home);
    const { view: second } = await applyAs(server, 'fund-ok');
    expect(await materialOf(holder, second.id, 'right')).toMatchObject({ licence: { number: home.number } });
    expect(await usesOf(holder, home)).toMatchObject([{ caseNumber: second.number }]);
  });

  it('is counted from the cases, by item and month, for those who answer for them', async () => {
    const march = (line: Partial<Line>) => ({ month: '2026-03', ...line });
    const market = await savedBy('market-head');
    // The file that was handed in all the same saved nothing.
    expect(market.items).toMatchObject([march({ cases: 1, licences: 1, records: 0 })]);
    expect(market.total).toBe(1);
    const fund = await savedBy('fund-head');
    // Twice the account; the certificate once from the register and once as a licence.
    expect(fund.items).toMatchObject([march({ cases: 2, licences: 1, records: 3 })]);
    expect((await savedBy('admin')).total).toBe(5);
    const clerk = await server.as('market-clerk');
    expect((await clerk.get('/api/v1/admin/saved-materials')).status).toBe(403);
    server.setTime(new Date('2026-04-02T02:00:00Z'));
    await applyAs(server, 'elder-72');
    const civil = await savedBy('civil-head');
    expect(civil.items).toMatchObject([{ month: '2026-04', cases: 1, licences: 0, records: 1 }]);
    expect((await savedBy('market-head')).items).toEqual(market.items);
  });

  it('is of the home that is applied for, whatever other homes there are', async () => {
    const unit = await homeOf('fund-sealed');
    const home = await giveHome(server, 'fund-sealed', unit);
    const other = await giveHome(server, 'fund-sealed', '990102001001GB00009F00010009');
    const holder = await server.as('fund-sealed');
    const form = await holder.get<{ materials: (Material & { met?: unknown; meets?: unknown })[] }>(
      '/api/v1/items/fund-withdrawal-property-fee/form',
    );
    const right = form.body.materials.find(({ id }) => id === 'right');
    expect(right).not.toHaveProperty('met');
    expect(right?.meets).toMatchObject([
      { when: { home: '990102001001GB00009F00010009' }, met: { licence: { number: other.number } } },
      { when: { home: unit }, met: { licence: { number: home.number } } },
      { when: { home: unit } },
    ]);
    const { view } = await applyAs(server, 'fund-sealed');
    expect(await materialOf(holder, view.id, 'right')).toMatchObject({ licence: { number: home.number } });
    expect(await usesOf(holder, other)).toEqual([]);
  });
});
