import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, papersOf, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Template {
  key: string;
  title: { zh: string; en: string };
  body: { zh: string; en: string };
  placeholders: string[];
  version: number;
}

interface Refusal {
  code: string;
  errors?: { path: string }[];
}

const url = '/api/v1/admin/messages/templates';
const words = {
  title: { zh: '办好了', en: 'It is done' },
  body: { zh: '“{item}”（{number}）办好了。', en: '“{item}” ({number}) is done.' },
};

describe('message templates', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.as('admin');
  });
  afterAll(() => server.stop());

  it('list every kind with the placeholders that it may use', async () => {
    const { body } = await admin.get<{ items: Template[] }>(url);
    const granted = body.items.find(({ key }) => key === 'case.granted');
    expect(granted).toMatchObject({ version: 0, placeholders: expect.arrayContaining(['item', 'number']) });
  });

  it('list those of mandates, disputes, licences and packs too', async () => {
    const { body } = await admin.get<{ items: Template[] }>(url);
    const holes = Object.fromEntries(body.items.map(({ key, placeholders }) => [key, placeholders]));
    expect(holes).toMatchObject({
      'mandate.appointed': ['principal', 'scope', 'until'],
      'dispute.upheld': expect.arrayContaining(['field', 'answer']),
      'licence.revoke': expect.arrayContaining(['licence', 'issuer', 'holder', 'number']),
      'pack.food-business.visitLate': ['item', 'number', 'applicant'],
    });
  });

  it('are the words by which an agent hears of a mandate', async () => {
    const own = { title: { zh: '{principal}托付您', en: 'Entrusted' }, body: words.title };
    expect((await admin.patch(`${url}/mandate.appointed`, own)).status).toBe(200);
    const owner = await server.as('noodle-owner');
    const { name, idNumber } = await papersOf(server, 'elder-58');
    const made = await owner.post<unknown>('/api/v1/me/mandates', { agent: { name, idNumber } });
    expect(made.status).toBe(201);
    const agent = await server.as('elder-58');
    const inbox = await agent.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
    expect(inbox.body.items[0]?.title.zh).toMatch(/^\S+托付您$/);
  });

  it('refuse what nothing would fill in, and what someone else has changed meanwhile', async () => {
    const body = { zh: '{item}在{town}', en: 'Braces } alone' };
    const bad = await admin.patch<Refusal>(`${url}/case.granted`, { ...words, body });
    expect(bad.body).toMatchObject({
      code: 'message.bad-template',
      errors: [{ path: '/body/zh' }, { path: '/body/en' }],
    });
    const stale = await admin.patch<Refusal>(`${url}/case.granted`, words, { 'if-match': '"4"' });
    expect(stale.body.code).toBe('platform.version-conflict');
    expect((await admin.patch(`${url}/case.nothing`, words)).status).toBe(404);
    expect((await (await server.as('civil-head')).patch(`${url}/case.granted`, words)).status).toBe(403);
  });

  it('are what people get, until they are the product’s own again', async () => {
    const changed = await admin.patch<Template>(`${url}/case.granted`, words, { 'if-match': '"0"' });
    expect(changed.body.version).toBe(1);
    const { client, view } = await applyAs(server, 'elder-72');
    const inbox = await client.get<{ items: { title: { zh: string }; body: { zh: string } }[] }>(
      '/api/v1/me/messages',
    );
    const message = inbox.body.items.find(({ title }) => title.zh === '办好了');
    expect(message?.body.zh).toContain(view.number);
    expect((await admin.post<Template>(`${url}/case.granted/reset`, {})).body.version).toBe(0);
  });

  it('are sent to addresses that the log does not give away, and it says nothing of their words', async () => {
    const sent = await admin.get<{ items: { to: string }[] }>('/api/v1/admin/messages/sent');
    expect(sent.body.items.length).toBeGreaterThan(0);
    expect(sent.body.items.every(({ to }) => to.includes('***'))).toBe(true);
    expect(JSON.stringify(sent.body)).not.toContain('办好了');
  });
});
