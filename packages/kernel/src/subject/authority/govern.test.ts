import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { system, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { getAgencyBySlug, saveAgencies, savePosts } from '../organisation/index.ts';
import { findNewest } from './store.ts';
import { certifyNew } from './testkit.ts';

interface Line {
  id: string;
  agency: string | null;
  state: string;
  reason: string | null;
  ground: string | null;
  profile: string;
  pem: string;
  code?: string;
}

const url = '/api/v1/admin/certificates';
const revocation = { reason: 'cessationOfOperation', ground: '印章停用，部门撤并' };

describe('who governs certificates', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    await run(addDistrict);
  });
  afterAll(() => server.stop());

  const run = <T>(work: (ctx: Context) => Promise<T>) =>
    server.services.unit.run({ actor: system('tests of the authority') }, work);
  /** An agency of one district, and a post that administers the district and no more. */
  async function addDistrict(ctx: Context): Promise<void> {
    const divisionCode = server.services.city.districts[0]?.code ?? '';
    const name = { zh: '区政务服务中心', en: 'District office' };
    const [slug, post] = ['district-office', 'district-admin'];
    await saveAgencies(ctx, [{ slug, code: '110000000000000001', name, divisionCode }]);
    const posts = await savePosts(ctx, [{ slug: post, role: 'admin', agencySlug: slug, divisionCode, name }]);
    await sql`insert into account_post (account_id, post_id, valid_from)
      select id, ${posts.get(post)}::uuid, '2026-01-01' from account where login = 'data-clerk'`.execute(
      ctx.tx,
    );
  }

  const clientOf = async (account: string): Promise<Client> =>
    account === 'nobody' ? server.anonymous : server.as(account);

  /** A certificate of an agency; null: of the platform. */
  const make = (agency: string | null) =>
    run(async (ctx) => {
      const agencyId = agency === null ? null : (await getAgencyBySlug(ctx, agency)).id;
      return (await certifyNew(ctx, server.services, { scheme: 'ES256', agencyId })).id;
    });
  const isRevoked = async (id: string) => {
    const { rows } = await server.services.database.pool.query<{ revoked: boolean }>(
      'select revoked_at is not null as revoked from certificate where id = $1',
      [id],
    );
    return rows[0]?.revoked;
  };

  it.each([
    ['nobody', 'market-supervision', 401],
    ['elder-72', 'market-supervision', 403],
    ['market-head', 'market-supervision', 403],
    ['market-data-officer', 'market-supervision', 403],
    ['admin', 'market-supervision', 200],
    ['admin', 'district-office', 200],
    ['admin', null, 200],
    // An administrator of the district alone.
    ['data-clerk', 'market-supervision', 404],
    ['data-clerk', 'district-office', 200],
    ['data-clerk', null, 404],
  ])('%s and a certificate of %s: %i', async (account, agency, status) => {
    const id = await make(agency);
    const client = await clientOf(account);
    const listed = await client.get<{ items: Line[] }>(`${url}?limit=100`);
    const answer = await client.post<Line>(`${url}/${id}/revoke`, revocation);
    expect(answer.status).toBe(status);
    expect(await isRevoked(id)).toBe(status === 200);
    // Whoever may not revoke it does not see it either.
    expect(listed.status === 200 && listed.body.items.some((line) => line.id === id)).toBe(status === 200);
  });

  it.each([
    ['data-clerk', 403],
    ['admin', 400],
  ])('lets who administers the whole city certify people, and no other: %s %i', async (account, status) => {
    const body = { holder: { login: 'elder-72' }, request: 'x' };
    expect((await (await server.as(account)).post(`${url}/persons`, body)).status).toBe(status);
  });

  it('revokes for good, with its ground, and holds until it releases', async () => {
    const admin = await server.as('admin');
    const id = await make('market-supervision');
    const held = await admin.post<Line>(`${url}/${id}/revoke`, {
      reason: 'certificateHold',
      ground: '核实中',
    });
    expect(held.body).toMatchObject({ state: 'held', reason: 'certificateHold', ground: '核实中' });
    expect((await admin.post<Line>(`${url}/${id}/release`, undefined)).body).toMatchObject({
      state: 'valid',
      ground: null,
    });
    expect((await admin.post<Line>(`${url}/${id}/revoke`, revocation)).body).toMatchObject({
      state: 'revoked',
      ...revocation,
    });
    const again = await admin.post<Line>(`${url}/${id}/revoke`, revocation);
    expect([again.status, again.body.code]).toEqual([409, 'authority.revoked-already']);
    const released = await admin.post<Line>(`${url}/${id}/release`, undefined);
    expect([released.status, released.body.code]).toEqual([409, 'authority.not-held']);
    const bare = await admin.post(`${url}/${id}/revoke`, { reason: 'keyCompromise' });
    expect(bare.status).toBe(400);
    const { rows } = await server.services.database.pool.query<{ action: string; detail: object }>(
      `select action, detail from audit_log where entity = 'certificate' and entity_id = $1 order by id`,
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'certificate.issue',
      'certificate.revoke',
      'certificate.release',
      'certificate.revoke',
    ]);
    expect(JSON.stringify(rows)).not.toContain('撤并');
  });

  it('lists page by page, by state and by profile', async () => {
    const admin = await server.as('admin');
    const id = await make('market-supervision');
    await admin.post(`${url}/${id}/revoke`, { reason: 'certificateHold', ground: '核实中' });
    const walk = async (filter: string): Promise<Line[]> => {
      const all: Line[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const at: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { body } = await admin.get<{ items: Line[]; next: string | null }>(
          `${url}?limit=3${filter}${at}`,
        );
        all.push(...body.items);
        cursor = body.next;
      }
      return all;
    };
    const all = await walk('');
    expect(new Set(all.map((line) => line.id)).size).toBe(all.length);
    expect((await walk('&state=held')).map((line) => line.id)).toEqual([id]);
    const roots = await walk('&profile=root');
    expect(roots.map(({ profile, state, agency }) => [profile, state, agency])).toEqual([
      ['root', 'valid', null],
      ['root', 'valid', null],
    ]);
    expect(roots.every(({ pem }) => pem.startsWith('-----BEGIN CERTIFICATE-----'))).toBe(true);
    expect(all.length).toBe((await walk('&state=valid')).length + (await walk('&state=revoked')).length + 1);
  });

  it('names the key of an agency for no other one', async () => {
    const { authority, keys } = server.services;
    const certified = run(async (ctx) => {
      const [market, estate] = [
        await getAgencyBySlug(ctx, 'market-supervision'),
        await getAgencyBySlug(ctx, 'real-estate'),
      ];
      const spec = { agencyId: market.id, name: '印章', use: 'sign', algorithm: 'SM2' } as const;
      const keyId = await keys.createKey(ctx, spec);
      const wanted = { keyId, profile: 'seal', subject: { common: '印' } } as const;
      expect((await authority.certify(ctx, wanted)).agencyId).toBe(market.id);
      return authority.certify(ctx, { ...wanted, agencyId: estate.id });
    });
    await expect(certified).rejects.toThrow('authority.other-owner');
  });

  it('keeps its roots', async () => {
    const admin = await server.as('admin');
    const root = await run((ctx) => findNewest(ctx, 'root', 'SM2'));
    const answer = await admin.post<Line>(`${url}/${root?.id}/revoke`, revocation);
    expect([answer.status, answer.body.code]).toEqual([409, 'authority.root-stays']);
  });
});
