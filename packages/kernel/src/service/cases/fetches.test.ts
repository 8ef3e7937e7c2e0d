import { asSystem } from '@quancheng/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  papersOf,
  startTestServer,
  type CaseView,
  type Client,
  type TestServer,
  uploadPdf,
  goodVisit,
} from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';

interface Line {
  entity: object | null;
  who: string | null;
  post: { zh: string } | null;
  purpose: { zh: string };
  resource: { zh: string };
  fields: { zh: string }[];
  caseNumber: string | null;
  times: number;
}

const correction = { corrections: [{ path: '/form/premises', text: { zh: '请写明门牌号' } }] };
const pdf = '%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n';
const layout = '办件材料：设备布局和操作流程图';

/** Whoever fetches a paper of a case is told to those whose it is. */
describe('a paper of a case that someone fetched', () => {
  let server: TestServer;
  let owner: Client;
  let partner: Client;
  let agent: Client;
  let clerk: Client;
  let mandate: string;
  let file: string;
  let view: CaseView;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('noodle-owner');
    partner = await server.as('noodle-partner');
    agent = await server.as('elder-58');
    clerk = await server.as('market-clerk');
    const { body } = await owner.get<{ items: { principalId: string }[] }>('/api/v1/me/mandates');
    const company = body.items[0]?.principalId;
    const { name, idNumber } = await papersOf(server, 'elder-58');
    const given = { principalId: company, agent: { name, idNumber } };
    mandate = (await owner.post<{ id: string }>('/api/v1/me/mandates', given)).body.id;
    const fileId = await uploaded(agent);
    file = `/api/v1/files/${fileId}`;
    const made = await agent.post<CaseView>('/api/v1/cases', {
      item: 'food-business-licence',
      onBehalfOf: company,
      form: (await server.stories()).find(({ account }) => account === 'noodle-owner')?.apply[0]?.form,
      materials: [{ id: 'layout', fileId }],
      submit: true,
    });
    view = made.body;
  });
  afterAll(() => server.stop());

  const at = (path: string) => new URL(path, server.origin.replace('localhost', '127.0.0.1'));
  const uploaded = (by: Client) => uploadPdf(server, by);
  const nameOf = async (account: string) => (await papersOf(server, account)).name;
  async function statusOf(by: Client, path: string): Promise<number> {
    return (await by.get(path)).status;
  }
  /** Papers that others fetched, as a client reads of them. */
  async function fetchesFor(by: Client, { number }: CaseView): Promise<string[]> {
    const { body } = await by.get<{ items: Line[] }>('/api/v1/me/access-records?limit=100');
    return body.items
      .filter(({ caseNumber, resource, who }) => caseNumber === number && who && resource.zh !== '办件')
      .map(({ resource, fields, who, post, purpose, times, entity }) => {
        const paper = `${resource.zh}：${fields.map(({ zh }) => zh).join('、')}`;
        return `${entity ? '企业' : '本人'} ${paper} ${[post?.zh, who].join('')} ${purpose.zh} ${times}`;
      })
      .toSorted();
  }
  const looks = () =>
    asSystem(server.services, 'a test counts looks', async ({ tx }) => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from access_record`.execute(tx);
      return rows[0]?.n;
    });

  it('by an official is one line an hour for the company and its agent, however it was asked for', async () => {
    expect(await statusOf(clerk, file)).toBe(200);
    const before = await looks();
    const head = await fetch(at(file), {
      method: 'HEAD',
      headers: { authorization: `Bearer ${clerk.token}` },
    });
    expect([head.status, await looks()]).toEqual([200, before]);
    // There are neither parts nor copies kept by a browser: whatever is asked for, the whole is sent.
    const again = await clerk.get(file, { range: 'bytes=9-20', 'if-none-match': '*' });
    expect(again).toMatchObject({ status: 200, body: pdf });
    const line = `${layout} 食品许可受理岗苗秀英 办理事项 2`;
    expect(await fetchesFor(agent, view)).toEqual([`企业 ${line}`, `本人 ${line}`]);
    expect(await fetchesFor(owner, view)).toEqual([`企业 ${line}`]);
  });

  it('is told under the purpose that a link gives, which only an official’s can be', async () => {
    expect(await statusOf(clerk, `${file}?purpose=supervision`)).toBe(200);
    expect(await fetchesFor(owner, view)).toContain(`企业 ${layout} 食品许可受理岗苗秀英 监督检查 1`);
    const before = await looks();
    expect(await statusOf(clerk, `${file}?purpose=case-decision`)).toBe(400);
    expect(await looks()).toBe(before);
    expect(await statusOf(partner, `${file}?purpose=supervision`)).toBe(200);
    expect((await fetchesFor(owner, view)).filter((line) => line.includes('监督检查'))).toHaveLength(1);
  });

  it('is not there for a stranger, of whom nothing is told', async () => {
    const before = await looks();
    for (const account of ['elder-60', 'estate-clerk', 'bakery-owner'])
      expect(await statusOf(await server.as(account), file), account).toBe(404);
    expect(await looks()).toBe(before);
  });

  it('by one who acts for the company is told to the others who do, and not to themselves', async () => {
    const [name, agentName] = [await nameOf('noodle-owner'), await nameOf('elder-58')];
    expect([await statusOf(owner, file), await statusOf(agent, file)]).toEqual([200, 200]);
    const [byOwner, byAgent] = [name, agentName].map((who) => `企业 ${layout} ${who} 代他人办理 1`);
    expect(await fetchesFor(partner, view)).toEqual(expect.arrayContaining([byOwner, byAgent]));
    expect(await fetchesFor(agent, view)).toContain(byOwner);
    expect(await fetchesFor(agent, view)).not.toContain(byAgent);
    expect(await fetchesFor(owner, view)).not.toContain(byOwner);
  });

  it('is a notice by its name, and a photo of the site', async () => {
    const { view: visited } = await applyAs(server, 'noodle-owner', {
      premises: '历下区泉乐路 30 号（演示）',
    });
    const { timeline } = await act(clerk, visited.id, 'accept');
    const notice = timeline.find((event) => event.notice)?.notice?.id;
    expect(await statusOf(clerk, `/api/v1/notices/${notice}/file`)).toBe(200);
    const inspector = await server.as('market-inspector-1');
    const photo = await uploaded(inspector);
    await act(inspector, visited.id, 'review', {
      ...goodVisit,
      form: { ...goodVisit.form, photos: [photo] },
    });
    // Also by whoever took it.
    expect(await statusOf(inspector, `/api/v1/files/${photo}`)).toBe(200);
    expect(await fetchesFor(partner, visited)).toEqual([
      expect.stringMatching(/^企业 办件材料：现场照片 \S+ 办理事项 1$/),
      '企业 通知书：受理通知书 食品许可受理岗苗秀英 办理事项 1',
    ]);
  });

  it('by an agent whose mandate has ended is told while they keep what they uploaded', async () => {
    const sent = await act(clerk, view.id, 'request-correction', correction);
    const notice = `/api/v1/notices/${sent.timeline.find((event) => event.notice)?.notice?.id}/file`;
    expect(await statusOf(agent, notice)).toBe(200);
    await owner.post(`/api/v1/me/mandates/${mandate}/revoke`, {});
    expect([await statusOf(agent, notice), await statusOf(agent, file)]).toEqual([404, 200]);
    const who = await nameOf('elder-58');
    expect(await fetchesFor(owner, view)).toEqual(
      expect.arrayContaining([
        `企业 ${layout} ${who} 代他人办理 2`,
        `企业 通知书：一次性告知补正通知书 ${who} 代他人办理 1`,
      ]),
    );
  });

  it('are not for someone who confirms it: they read what they are asked alone', async () => {
    const buyer = await server.as('home-buyer');
    const story = (await server.stories()).find(({ account }) => account === 'home-buyer')?.apply[0];
    const fileId = await uploaded(buyer);
    const materials = [{ id: 'contract', fileId }];
    const filed = { item: story?.item, form: story?.form, materials, submit: true };
    const made = await buyer.post<CaseView>('/api/v1/cases', filed);
    expect(await statusOf(await server.as('home-seller'), `/api/v1/files/${fileId}`)).toBe(404);
    expect(await statusOf(buyer, `/api/v1/files/${fileId}`)).toBe(200);
    expect(await fetchesFor(buyer, made.body)).toEqual([]);
  });
});
