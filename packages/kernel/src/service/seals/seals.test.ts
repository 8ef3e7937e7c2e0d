import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSeal } from '@quancheng/engines/ofd';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';
import {
  asJob,
  askFor,
  atSeal,
  decideOn,
  grantTo,
  makeSealAt,
  now,
  wantedSeal,
  type Seal,
} from './testkit.ts';

describe('the life of a seal', () => {
  let server: TestServer;
  let head: Client;
  let admin: Client;
  let clerk: Client;

  beforeAll(async () => {
    server = await startTestServer({ now });
    [head, admin, clerk] = await Promise.all([
      server.as('civil-head'),
      server.as('admin'),
      server.as('civil-clerk'),
    ]);
  });
  afterAll(() => server.stop());

  const read = async (id: string, client = head) => (await client.get<Seal>(atSeal(id))).body;
  const step = (id: string, name: string, client = head, headers = {}) =>
    client.post<Seal>(atSeal(id, `/${name}`), { reason: '按规定办理' }, headers);
  const stored = async (id: string) =>
    (
      await asJob(server, (ctx) =>
        sql<{ eseal: Buffer; sm2CertificateId: string; sm2KeyId: string; p256KeyId: string }>`
          select eseal, sm2_certificate_id, sm2_key_id, p256_key_id from seal where id = ${id}`.execute(
          ctx.tx,
        ),
      )
    ).rows[0];

  it('begins with who asked and who decided, and each with their reasons', async () => {
    const asked = await askFor(head);
    expect(asked).toMatchObject({ state: 'asked', number: null });
    const waiting = await admin.get<{ items: { sealId: string; asker: string }[] }>(
      '/api/v1/admin/seal-matters',
    );
    expect(waiting.body.items).toContainEqual(expect.objectContaining({ sealId: asked.id, asker: '纪兰芝' }));
    const decide = () =>
      admin.post<{ code?: string }>(`/api/v1/admin/seal-matters/${asked.matters[0]?.id}/decide`, {
        outcome: 'approved',
        reason: '核对无误',
      });
    const twice = await Promise.all([decide(), decide()]);
    expect(twice.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'seal.decided']);
    const made = await read(asked.id);
    expect(made).toMatchObject({ state: 'active', number: expect.stringMatching(/^\d{13}$/) });
    expect(made.matters).toEqual([
      expect.objectContaining({
        kind: 'apply',
        state: 'approved',
        asker: '纪兰芝',
        reason: wantedSeal.reason,
        decisionReason: '核对无误',
      }),
    ]);
    expect(made.matters[0]?.decider).not.toBe('纪兰芝');
  });

  it('says in SESeal what was asked for, as large as its picture, made by the platform', async () => {
    const { id, number, name } = await makeSealAt(server, { drawing: { width: 38 } });
    const row = await stored(id);
    const seal = readSeal(row?.eseal ?? new Uint8Array());
    expect(seal).toMatchObject({ id: number, type: 1, name: `${name}审批专用章`, vendor: 'quancheng' });
    expect(seal.picture).toMatchObject({ type: 'OFD', width: 38, height: 38 });
    expect(seal.to > now && seal.from <= now).toBe(true);
    const { authority } = server.services;
    const [signer, maker] = await asJob(server, async (ctx) => {
      const [certificate = new Uint8Array()] =
        seal.signers.kind === 'certificates' ? seal.signers.certificates : [];
      return [
        await authority.judge(ctx, certificate, now),
        await authority.judge(ctx, seal.makerCertificate, now),
      ];
    });
    expect(signer).toMatchObject({
      state: 'good',
      certificate: { id: row?.sm2CertificateId, profile: 'seal' },
    });
    expect(maker).toMatchObject({ state: 'good', certificate: { profile: 'maker' } });

    const svg = await head.get<string>(atSeal(id, '/picture'));
    expect(svg.headers.get('content-type')).toBe('image/svg+xml');
    expect(svg.body).toContain('width="38mm" height="38mm" viewBox="0 0 38 38"');
    // A border of two edges, a star, and a character or more for each one asked for.
    expect(svg.body.split('M').length).toBeGreaterThan(3 + name.length + 5 + 13);
  });

  it('may be an oval one, or that of a person, named as the person is', async () => {
    const oval = await makeSealAt(server, { kind: 'agency-oval', usage: 'invoice' });
    expect((await head.get<string>(atSeal(oval.id, '/picture'))).body).toContain('viewBox="0 0 45 30"');
    const person = await makeSealAt(server, {
      kind: 'person-name',
      usage: 'personal',
      keeper: 'civil-decider',
      name: '别的名字',
    });
    expect(person.name).toBe('宋明远');
    expect(readSeal((await stored(person.id))?.eseal ?? new Uint8Array()).type).toBe(2);
    const refused = await head.post<Seal>('/api/v1/desk/seals', { ...wantedSeal, kind: 'person-name' });
    expect(refused.body.code).toBe('seal.bad-drawing');
    const unknown = await head.post<Seal>('/api/v1/desk/seals', { ...wantedSeal, name: '春水市\ue000局' });
    expect(unknown.body.code).toBe('seal.bad-drawing');
    const stranger = await head.post<Seal>('/api/v1/desk/seals', { ...wantedSeal, keeper: 'fund-clerk' });
    expect(stranger.body.code).toBe('seal.not-staff');
  });

  it('has four eyes: nobody decides what they asked for', async () => {
    const { id } = await askFor(admin);
    const own = await decideOn(admin, id);
    expect(own).toMatchObject({ status: 403, body: { code: 'seal.own-matter' } });
    expect((await read(id)).state).toBe('asked');
    // The database says the same, whatever code comes to it.
    const forced = asJob(server, (ctx) =>
      sql`update seal_matter set state = 'approved', decided_at = asked_at, decided_by = asked_by,
        decided_post_id = asked_post_id, decision_reason = 'x' where seal_id = ${id}`.execute(ctx.tx),
    );
    await expect(forced).rejects.toThrow(/seal_matter_four_eyes/);
  });

  it('ends before it began when it is withdrawn or refused', async () => {
    const withdrawn = await askFor(head);
    const matter = withdrawn.matters[0]?.id;
    const because = { reason: '暂不需要' };
    const other = await admin.post(`/api/v1/desk/seal-matters/${matter}/withdraw`, because);
    expect(other.status).toBe(403);
    expect((await head.post(`/api/v1/desk/seal-matters/${matter}/withdraw`, because)).status).toBe(200);
    const refused = await askFor(head);
    await decideOn(admin, refused.id, 'refused');
    expect([(await read(withdrawn.id)).state, (await read(refused.id)).state]).toEqual([
      'withdrawn',
      'refused',
    ]);
    expect((await step(refused.id, 'freeze')).body.code).toBe('seal.wrong-state');
  });

  it('is for the people of its agency to see, and for its head to begin and stop', async () => {
    const { id } = await makeSealAt(server);
    const inside = new Set(['civil-head', 'admin']);
    const readers = /^civil-/;
    const accounts = (await server.stories()).map(({ account }) => account);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...accounts.filter((account) => !inside.has(account))),
        fc.constantFrom('freeze', 'thaw', 'destroy', 'change'),
        async (account, name) => {
          const client = await server.as(account);
          const asked = await client.post('/api/v1/desk/seals', wantedSeal);
          const done = await step(id, name, client);
          expect([403, 404]).toContain(asked.status);
          expect([403, 404]).toContain(done.status);
          const seen = await client.get(atSeal(id));
          const staffOfAgency = readers.test(account);
          expect([account, seen.status === 200]).toEqual([account, staffOfAgency]);
          for (const rest of ['/uses', '/picture'])
            expect((await client.get(atSeal(id, rest))).status === 200).toBe(staffOfAgency);
          const list = await client.get<{ items?: Seal[] }>('/api/v1/desk/seals?limit=100');
          expect(list.body.items?.some((seal) => seal.id === id) ?? false).toBe(staffOfAgency);
        },
      ),
      { numRuns: 30 },
    );
    expect((await read(id)).state).toBe('active');
  }, 30_000);

  it('is frozen at once, thawed by a decision, and changed by whoever has seen it as it is', async () => {
    const made = await makeSealAt(server);
    const stale = await step(made.id, 'freeze', head, { 'if-match': `"${made.version + 1}"` });
    expect(stale).toMatchObject({ status: 412, body: { code: 'platform.version-conflict' } });
    const frozen = await step(made.id, 'freeze', head, { 'if-match': `"${made.version}"` });
    expect(frozen.body).toMatchObject({ state: 'frozen', version: made.version + 1 });
    const held = await asJob(server, async (ctx) => {
      const row = await stored(made.id);
      return server.services.authority
        .signerOf(ctx, row?.sm2CertificateId ?? '')
        .catch((error: unknown) => error);
    });
    expect(held).toMatchObject({ entry: { code: 'authority.held' } });
    expect((await step(made.id, 'freeze')).body.code).toBe('seal.wrong-state');
    await step(made.id, 'thaw');
    expect((await step(made.id, 'thaw')).body.code).toBe('seal.matter-open');
    expect((await read(made.id)).state).toBe('frozen');
    await decideOn(admin, made.id);
    expect((await read(made.id)).state).toBe('active');
  });

  it('is destroyed with its keys, for good', async () => {
    const made = await makeSealAt(server);
    await grantTo(head, made.id, { forType: 'elderly-card' });
    await step(made.id, 'freeze');
    expect((await step(made.id, 'destroy')).status).toBe(200);
    await decideOn(admin, made.id);
    const ended = await read(made.id);
    expect(ended).toMatchObject({ state: 'destroyed', grants: [{ endedAt: expect.any(String) }] });
    const row = await stored(made.id);
    const { rows } = await asJob(server, (ctx) =>
      sql<{
        state: string;
        wrapped: Buffer | null;
        reason: string;
      }>`select k.state, v.wrapped, c.revoke_reason as reason
        from crypto_key k join crypto_key_version v on v.key_id = k.id join certificate c on c.key_id = k.id
        where k.id in (${row?.sm2KeyId}, ${row?.p256KeyId})`.execute(ctx.tx),
    );
    const gone = { state: 'destroyed', wrapped: null, reason: 'cessationOfOperation' };
    expect(rows).toEqual([gone, gone]);
    expect((await step(made.id, 'thaw')).body.code).toBe('seal.wrong-state');
  });

  it('changes by another that takes its place with what is left of its grants', async () => {
    const former = await makeSealAt(server, { usage: 'contract' });
    await grantTo(head, former.id, { account: 'civil-clerk', most: 3 });
    const asked = await head.post<Seal>(atSeal(former.id, '/change'), {
      name: '春水市民政事务局',
      reason: '机构更名',
    });
    expect(asked).toMatchObject({ status: 201, body: { state: 'asked', supersedes: former.id } });
    expect((await step(former.id, 'change')).body.code).toBe('seal.matter-open');
    expect((await read(former.id)).state).toBe('active');
    await decideOn(admin, asked.body.id);
    const next = await read(asked.body.id);
    expect(next).toMatchObject({ state: 'active', name: '春水市民政事务局', grants: [{ most: 3, used: 0 }] });
    expect(next.number).not.toBe(former.number);
    expect(await read(former.id)).toMatchObject({ state: 'superseded', supersededBy: next.id });
  });

  it('is the only official one of its agency', async () => {
    const official = { usage: 'official' };
    const first = await askFor(head, official);
    const second = await askFor(head, official);
    const decided = await Promise.all([decideOn(admin, first.id), decideOn(admin, second.id)]);
    expect(decided.map(({ status }) => status).sort()).toEqual([200, 409]);
    const third = await head.post<Seal>('/api/v1/desk/seals', { ...wantedSeal, ...official });
    expect(third.body.code).toBe('seal.official-exists');
  });

  it('is granted by its head or keeper, to people of the agency, never to oneself', async () => {
    const made = await makeSealAt(server, { keeper: 'civil-reviewer' });
    const wanted = { account: 'civil-clerk', until: '2026-06-01T00:00:00Z', reason: '日常用印' };
    const grant = (client: Client, other: object = {}) =>
      client.post<Seal>(atSeal(made.id, '/grants'), { ...wanted, ...other });
    const keeper = await server.as('civil-reviewer');
    expect((await grant(keeper)).status).toBe(201);
    expect((await grant(clerk)).status).toBe(403);
    expect((await grant(admin)).status).toBe(403);
    expect((await grant(await server.as('fund-head'))).status).toBe(404);
    expect((await grant(head, { account: 'civil-head' })).body.code).toBe('seal.own-grant');
    expect((await grant(head, { account: 'fund-clerk' })).body.code).toBe('seal.not-staff');
    expect((await grant(head, { until: '2026-03-01T00:00:00Z' })).body.code).toBe('seal.grant-period');
    const { grants } = await read(made.id);
    const end = () =>
      keeper.post<Seal>(atSeal(made.id, `/grants/${grants[0]?.id}/end`), { reason: '岗位变动' });
    expect((await end()).body.grants[0]?.endedAt).toBe(now.toISOString());
    expect((await end()).body.code).toBe('seal.grant-ended');
    expect((await read(made.id)).matters.map(({ kind }) => kind)).toEqual(['end-grant', 'grant', 'apply']);
  });

  it('is given to an issuing agency at a first start, once', async () => {
    const { id: agencyId } = await server.services.database.db
      .selectFrom('agency')
      .select('id')
      .where('slug', '=', 'housing-fund')
      .executeTakeFirstOrThrow();
    const types = ['fund-deposit-proof', 'another'];
    const ensure = () =>
      asJob(server, (ctx) => server.services.seals.ensureIssuingSeal(ctx, agencyId, types));
    await Promise.all([ensure(), ensure()]);
    await ensure();
    const fundHead = await server.as('fund-head');
    const { body } = await fundHead.get<{ items: Seal[] }>('/api/v1/desk/seals');
    expect(body.items).toHaveLength(1);
    const seal = await read(body.items[0]?.id ?? '', fundHead);
    expect(seal.grants.map(({ forType }) => forType).sort()).toEqual([...types].sort());
    const made = seal.matters.at(-1);
    expect(made?.asker).toContain('首次启动');
    expect(made?.decider).toContain('首次启动');
    expect(made?.decider).not.toBe(made?.asker);
  });
});
