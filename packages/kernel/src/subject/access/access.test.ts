import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertRows, sql } from '../../platform/database/index.ts';
import { asSystem } from '@quancheng/server';
import {
  act,
  applyAs,
  papersOf,
  startTestServer,
  viewOf,
  type Client,
  type TestServer,
} from '@quancheng/testing';
import { recordAccess } from './index.ts';

interface Line {
  id: string;
  at: string;
  first: string;
  times: number;
  who: string | null;
  agency: { zh: string } | null;
  post: { zh: string } | null;
  resource: { zh: string };
  fields: { zh: string }[];
  caseNumber: string | null;
}
interface Page {
  items: Line[];
  next: string | null;
}

const path = '/api/v1/me/access-records';
const hourMs = 3_600_000;

describe('who looked at my data', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
  });
  afterAll(() => server.stop());

  async function readAll(client: Client, limit: number): Promise<Line[]> {
    const lines: Line[] = [];
    let cursor = '';
    do {
      const { status, body } = await client.get<Page>(`${path}?limit=${limit}${cursor}`);
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(limit);
      lines.push(...body.items);
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    return lines;
  }

  it('shows two requests in a row as one line, and each look within', async () => {
    const { client, view } = await applyAs(server, 'elder-58');
    await act(client, view.id, 'ask-person', {});
    const reviewer = await server.as('civil-reviewer');
    await viewOf(reviewer, view.id);
    server.setTime(new Date('2026-03-02T02:04:00Z'));
    await viewOf(reviewer, view.id);
    const lines = (await readAll(client, 100)).filter(
      ({ caseNumber, who }) => caseNumber === view.number && who,
    );
    expect(lines).toMatchObject([
      { times: 2, first: '2026-03-02T02:00:00.000Z', at: '2026-03-02T02:04:00.000Z', who: '贺春来' },
    ]);
  });

  it('keeps what one request reads twice as one look, and what two read as two', async () => {
    const { id } = await papersOf(server, 'elder-60');
    const look = { subjectKind: 'person', subjectId: id, resource: 'person', fields: ['name'] } as const;
    const request = () =>
      asSystem(server.services, 'a test looks twice', async (ctx) =>
        recordAccess({ ...ctx, purpose: 'case-decision' }, [look, { ...look }]),
      );
    await request();
    await request();
    const lines = await readAll(await server.as('elder-60'), 100);
    expect(lines.map(({ times, who, post }) => [times, who, post?.zh])).toEqual([
      [2, null, '按规则自动核验'],
    ]);
  });

  it('names someone who looked under no post without one', async () => {
    const owner = await server.as('elder-72');
    const { name, idNumber } = await papersOf(server, 'elder-65');
    await owner.post('/api/v1/me/mandates', { agent: { name, idNumber } });
    const { id } = await papersOf(server, 'elder-72');
    await (await server.as('elder-65')).get(`/api/v1/items/elderly-card/form?onBehalfOf=${id}`);
    const lines = (await readAll(owner, 100)).filter(({ who }) => who === name);
    expect(lines.length).toBeGreaterThan(0);
    for (const { agency, post } of lines) expect([agency, post]).toEqual([null, null]);
  });

  it('tells a look of one who acts for a company to the others who do, and not to themselves', async () => {
    const owner = await server.as('noodle-owner');
    const { name } = await papersOf(server, 'noodle-owner');
    const { body } = await owner.get<{ items: { principalId: string }[] }>('/api/v1/me/mandates');
    const form = `/api/v1/items/food-business-licence/form?onBehalfOf=${body.items[0]?.principalId}`;
    expect((await owner.get(form)).status).toBe(200);
    const namesFor = async (client: Client) => (await readAll(client, 100)).map(({ who }) => who);
    expect(await namesFor(await server.as('noodle-partner'))).toContain(name);
    expect(await namesFor(owner)).not.toContain(name);
  });

  it('names in words what was recorded of a case that says no more of it', async () => {
    const { id } = await papersOf(server, 'proof-ok');
    await asSystem(server.services, 'a test records looks', async (ctx) => {
      const look = { subjectKind: 'person', subjectId: id, caseId: randomUUID() } as const;
      recordAccess({ ...ctx, purpose: 'case-handling' }, [
        { ...look, resource: 'service-case', fields: ['applicantName', 'phone', 'premises'] },
        { ...look, resource: 'case-material', fields: ['siteVisit', 'layout'] },
      ]);
    });
    const lines = await readAll(await server.as('proof-ok'), 100);
    expect(lines.map(({ resource, fields }) => [resource.zh, ...fields.map(({ zh }) => zh)])).toEqual([
      ['办件材料', '现场照片', 'layout'],
      ['办件', '申请人姓名或名称', expect.stringContaining('手机'), '经营场所地址'],
    ]);
  });

  it('loses no look and repeats none, whatever the size of its pages', async () => {
    const { id: subjectId } = await papersOf(server, 'fund-ok');
    const client = await server.as('fund-ok');
    const begin = Date.parse('2026-02-01T00:00:00Z');
    const accounts = [randomUUID(), randomUUID()];
    const looks = fc.array(
      fc.record({
        minute: fc.integer({ min: 0, max: 400 }),
        account: fc.constantFrom(...accounts),
        fields: fc.constantFrom(['name'], ['name', 'idNumber']),
        caseNumber: fc.constantFrom(null, 'A-1'),
      }),
      { maxLength: 80 },
    );
    await fc.assert(
      fc.asyncProperty(looks, fc.integer({ min: 1, max: 9 }), async (entries, limit) => {
        await asSystem(server.services, 'a test writes a history', async ({ tx }) => {
          if (entries.length === 0) return;
          const rows = entries.map(({ minute, account, fields, caseNumber }) => ({
            id: idAt(begin + minute * 60_000),
            at: new Date(begin + minute * 60_000),
            subject_kind: 'person',
            subject_id: subjectId,
            actor_kind: 'account',
            account_id: account,
            actor_name: '某人',
            post_id: null,
            purpose: 'case-handling',
            resource: 'person',
            fields,
            case_id: null,
            case_number: caseNumber,
            request_id: randomUUID(),
          }));
          await insertRows('access_record', rows).execute(tx);
        });
        expect(await readAll(client, limit)).toMatchObject(await expected(subjectId));
      }),
      { numRuns: 12 },
    );
  });

  it('reads an hour with thousands of looks page by page, and leaves out none who looked', async () => {
    const { id: subjectId } = await papersOf(server, 'fund-overdue');
    const [busy, rare] = [randomUUID(), randomUUID()];
    const begin = Date.parse('2026-02-02T00:00:00Z');
    await asSystem(server.services, 'a test writes a busy hour', ({ tx }) => {
      const rows = Array.from({ length: 4500 }, (_, index) => ({
        id: idAt(begin + index * 10),
        at: new Date(begin + index * 10),
        subject_kind: 'person',
        subject_id: subjectId,
        actor_kind: 'account',
        account_id: index === 0 ? rare : busy,
        actor_name: index === 0 ? '少见' : '常见',
        post_id: null,
        purpose: 'case-handling',
        resource: 'person',
        fields: ['name'],
        case_id: null,
        case_number: null,
        request_id: randomUUID(),
      }));
      return insertRows('access_record', rows).execute(tx);
    });
    const lines = await readAll(await server.as('fund-overdue'), 20);
    expect(lines.map(({ who }) => who)).toEqual(['常见', '少见']);
  });

  /** The lines of a whole history at once. */
  async function expected(subjectId: string): Promise<Partial<Line>[]> {
    const rows = await asSystem(server.services, 'a test reads a whole history', async ({ tx }) =>
      sql<{ id: string; at: Date; key: string }>`
        select id, at, concat_ws('/', account_id, fields, case_number, resource, purpose) as key from access_record
        where subject_id = ${subjectId} order by id desc`.execute(tx),
    );
    const groups = Map.groupBy(rows.rows, ({ key, at }) => `${key} ${Math.floor(at.getTime() / hourMs)}`);
    return [...groups.values()].map((group) => ({
      id: group[0]?.id ?? '',
      at: group[0]?.at.toISOString() ?? '',
      first: group.at(-1)?.at.toISOString() ?? '',
      times: group.length,
    }));
  }
});

/** A UUIDv7 of an instant. */
function idAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
