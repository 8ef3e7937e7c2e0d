import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Line {
  code: string;
  name: { zh: string };
  validMonths: number | null;
}
interface Page {
  items: Line[];
  next: string | null;
}
interface TypeView extends Line {
  fields: { name: string; public: boolean }[];
  items: { code: string; name: string }[];
  hasLayout: boolean;
  hasStock: boolean;
}

const url = '/api/v1/admin/licence-types';

describe('the catalogue of licence types', () => {
  let server: TestServer;
  let admin: Client;

  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.as('admin');
  });
  afterAll(() => server.stop());

  const pictureOf = async (code: string, values: string) => {
    const answer = await fetch(`${server.origin}${url}/${code}/picture?values=${values}`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    return { status: answer.status, type: answer.headers.get('content-type'), svg: await answer.text() };
  };

  it('is read page by page, each type once', async () => {
    const whole = await admin.get<Page>(url);
    expect(whole.body.next).toBeNull();
    const codes: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: { body: Page } = await admin.get<Page>(
        `${url}?limit=3${next === '' ? '' : `&cursor=${next}`}`,
      );
      codes.push(...page.body.items.map(({ code }) => code));
      ({ next } = page.body);
    }
    expect(codes).toEqual(whole.body.items.map(({ code }) => code));
    expect(codes).toEqual(
      expect.arrayContaining(['elderly-card', 'food-business-licence', 'ownership-proof']),
    );
  });

  it('says what a type holds and which items make one', async () => {
    const { body } = await admin.get<TypeView>(`${url}/elderly-card`);
    expect(body.name.zh).toBe('老年人优待证');
    expect(body.items.map(({ name }) => name).join()).toContain('老年');
    expect(body.fields.find(({ name }) => name === 'idNumber')?.public).toBe(false);
    expect([body.hasLayout, body.hasStock]).toEqual([true, false]);
    expect((await admin.get<TypeView>(`${url}/property-certificate`)).body.hasStock).toBe(true);
    expect((await admin.get(`${url}/no-such-type`)).status).toBe(404);
  });

  it('draws each type with invented values and with the longest', async () => {
    const { body } = await admin.get<{ items: Line[] }>(url);
    for (const { code } of body.items) {
      const [usual, longest] = [await pictureOf(code, 'example'), await pictureOf(code, 'longest')];
      expect([code, usual.status, usual.type, longest.status]).toEqual([code, 200, 'image/svg+xml', 200]);
      expect(usual.svg).toContain('<svg');
      expect(usual.svg).not.toBe(longest.svg);
    }
  });

  it('is for administrators of the city', async () => {
    for (const who of ['civil-clerk', 'elder-72']) {
      const client = await server.as(who);
      expect([who, (await client.get(url)).status]).toEqual([who, 403]);
    }
  });
});
