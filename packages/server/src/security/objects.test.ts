import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, papersOf, startTestServer, viewOf, type TestServer } from '@quancheng/testing';
import { dateOf } from '@quancheng/kernel/platform/clock';
import { newId } from '@quancheng/kernel/platform/ids';
import { findAccountByLogin } from '@quancheng/kernel/subject/accounts';
import { grantMandate } from '@quancheng/kernel/subject/mandates';
import { asSystem } from '../services.ts';
import { addressOf, exampleOf, type Operation } from './operations.ts';
import { behindProxy, pdf, readOperations, upload, visit } from './testkit.ts';

const residents = ['elder-72', 'elder-58', 'fund-ok', 'noodle-owner', 'home-buyer', 'home-seller'] as const;
const staff = ['market-clerk', 'market-decider', 'estate-clerk', 'estate-data-officer'] as const;
const accounts = [...residents, ...staff];
type Account = (typeof accounts)[number];

const kinds = [
  'case',
  'file',
  'message',
  'mandate',
  'session',
  'passkey',
  'certificate',
  'windowSession',
  'guardianship',
  'dispute',
  'notice',
  'licence',
  'licenceGrant',
  'licenceUse',
  'view',
  'draft',
  'key',
  'seal',
  'sealMatter',
  'cardDevice',
  'linkedSignIn',
  'upperAsk',
] as const;
type Kind = (typeof kinds)[number];

interface Thing {
  kind: Kind;
  id: string;
  /** Number of a licence. */
  number?: string;
  /** Who made it or has a right to it; for everyone else it is not there. */
  known: readonly Account[];
}

const marketStaff = ['market-clerk', 'market-decider'] as const;
const estateStaff = ['estate-clerk', 'estate-data-officer'] as const;

/** Whose object a parameter of a path names. What belongs to nobody says why. */
const namedBy: readonly (readonly [RegExp, Kind | 'city' | 'public'])[] = [
  [/^\/api\/v1\/cases\/\{id\}/, 'case'],
  [/^\/api\/v1\/ratings\/\{caseId\}/, 'case'],
  [/^\/api\/v1\/files\//, 'file'],
  [/^\/api\/v1\/me\/messages\//, 'message'],
  [/^\/api\/v1\/me\/mandates\//, 'mandate'],
  [/^\/api\/v1\/me\/sessions\//, 'session'],
  [/^\/api\/v1\/me\/passkeys\//, 'passkey'],
  [/^\/api\/v1\/me\/certificates\//, 'certificate'],
  [/^\/api\/v1\/desk\/window-sessions\//, 'windowSession'],
  [/^\/api\/v1\/desk\/guardians\//, 'guardianship'],
  [/^\/api\/v1\/me\/cards\/devices\//, 'cardDevice'],
  [/^\/api\/v1\/me\/linked-sign-ins\//, 'linkedSignIn'],
  [/^\/api\/v1\/disputes\//, 'dispute'],
  [/^\/api\/v1\/notices\//, 'notice'],
  [/^\/api\/v1\/(desk\/)?licences\//, 'licence'],
  [/^\/api\/v1\/me\/licence-grants\//, 'licenceGrant'],
  [/^\/api\/v1\/(me\/|desk\/)?licence-uses\//, 'licenceUse'],
  [/^\/api\/v1\/desk\/upper-licences\//, 'upperAsk'],
  [/^\/api\/v1\/desk\/views\//, 'view'],
  [/^\/api\/v1\/desk\/items\//, 'draft'],
  [/^\/api\/v1\/crypto\/keys\//, 'key'],
  [/^\/api\/v1\/desk\/seals\//, 'seal'],
  [/^\/api\/v1\/desk\/seal-matters\//, 'sealMatter'],
  [/^\/api\/v1\/admin\//, 'city'],
  // A system is known to everyone; what is touched is one's own consent to it.
  [/^\/api\/v1\/me\/relying-parties\//, 'public'],
  [/^\/pki\//, 'public'],
  [/^\/(credentials|status|verifier)\//, 'public'],
  // Who asked holds a secret; whose copies these are is looked at where they are cut off.
  [/^\/api\/v1\/(verifier|me\/wallet)\//, 'public'],
  [/^\/api\/v1\/(items|verify)\//, 'public'],
];

const bodies: Readonly<Record<string, object>> = { 'PATCH /api/v1/desk/items/{id}': { name: '事项' } };

describe('an object of someone else', () => {
  let server: TestServer;
  let operations: Operation[];
  const tokens = {} as Record<Account, string>;
  const things: Thing[] = [];

  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
    operations = (await readOperations(server)).filter(({ params }) => Object.keys(params).length > 0);
    for (const account of accounts) tokens[account] = (await server.as(account)).token;
    const applied: readonly (readonly [Account, readonly Account[]])[] = [
      ['elder-72', []],
      // Whom it is entrusted to below.
      ['elder-58', ['fund-ok']],
      ['fund-ok', []],
      ['noodle-owner', marketStaff],
      ['home-buyer', ['home-seller', ...estateStaff]],
    ];
    for (const [account, others] of applied) await addCase(account, [account, ...others]);
    await server.settle();
    for (const account of residents) await addOwn(account);
    await addMandate();
    await addEntrusted();
    await addWindowSession();
    await addGuardian();
    await addPasskey();
    await addCertificate();
    await addCardDevice();
    await addLinkedSignIn();
    await addDispute();
    await addLicenceUse();
    await addUpperAsk();
    await addDesk();
    await addKey();
    await addSeal();
  });
  afterAll(() => server.stop());

  async function addCase(account: Account, known: readonly Account[]): Promise<void> {
    const { client, view: made } = await applyAs(server, account);
    if (account === 'noodle-owner') await act(await server.as('market-clerk'), made.id, 'accept');
    const view = await viewOf(client, made.id);
    things.push({ kind: 'case', id: view.id, known });
    for (const { notice } of view.timeline) if (notice) things.push({ kind: 'notice', id: notice.id, known });
    if (view.licence) {
      const { id, number } = view.licence;
      things.push({ kind: 'licence', id, number, known });
    }
  }

  async function read<T>(account: Account, url: string): Promise<T> {
    return JSON.parse((await visit(server, { url, token: tokens[account] })).text) as T;
  }

  async function make<T>(account: Account, url: string, body: unknown): Promise<T> {
    const got = await visit(server, { method: 'POST', url, token: tokens[account], body });
    if (got.status >= 300) throw new Error(`${url}: ${got.text}`);
    return JSON.parse(got.text) as T;
  }

  async function addOwn(account: Account): Promise<void> {
    const file = await upload(server, tokens[account], '材料.pdf', pdf);
    things.push({ kind: 'file', id: (JSON.parse(file.text) as { id: string }).id, known: [account] });
    const { items } = await read<{ items: { id: string }[] }>(account, '/api/v1/me/messages');
    for (const { id } of items.slice(0, 1)) things.push({ kind: 'message', id, known: [account] });
    const sessions = await read<{ items: { id: string }[] }>(account, '/api/v1/me/sessions');
    for (const { id } of sessions.items.slice(0, 1)) things.push({ kind: 'session', id, known: [account] });
  }

  async function addMandate(): Promise<void> {
    const { name, idNumber } = await papersOf(server, 'proof-ok');
    const { id } = await make<{ id: string }>('elder-72', '/api/v1/me/mandates', {
      agent: { name, idNumber },
    });
    things.push({ kind: 'mandate', id, known: ['elder-72'] });
  }

  /** One lets another do one case: that case and the mandate for it are theirs, and nothing else. */
  async function addEntrusted(): Promise<void> {
    const { items } = await read<{ items: { id: string }[] }>('elder-58', '/api/v1/cases');
    const offer = await make<{ address: string }>('elder-58', '/api/v1/me/mandates/case-offers', {
      caseId: items[0]?.id,
    });
    const code = new URL(offer.address).searchParams.get('code');
    await make('fund-ok', '/api/v1/me/mandates/offers/take', { code });
    const held = await read<{ items: { id: string; caseId: string | null }[] }>(
      'fund-ok',
      '/api/v1/me/mandates',
    );
    const mandate = held.items.find(({ caseId }) => caseId === items[0]?.id);
    things.push({ kind: 'mandate', id: mandate?.id ?? '', known: ['elder-58', 'fund-ok'] });
  }

  async function addPasskey(): Promise<void> {
    const id = newId();
    await asSystem(server.services, 'tests give someone a passkey', async (ctx) => {
      const account = await findAccountByLogin(ctx.tx, 'elder-72');
      const made = { publicKey: Buffer.alloc(0), counter: 0, transports: [], synced: false };
      await ctx.tx
        .insertInto('passkey')
        .values({
          id,
          accountId: account?.id ?? '',
          credentialId: id,
          name: '手机',
          createdAt: ctx.now,
          ...made,
        })
        .execute();
    });
    things.push({ kind: 'passkey', id, known: ['elder-72'] });
  }

  async function addCertificate(): Promise<void> {
    const id = newId();
    await asSystem(server.services, 'tests give someone a certificate', async (ctx) => {
      const account = await findAccountByLogin(ctx.tx, 'elder-72');
      const period = { validFrom: ctx.now, validUntil: ctx.now };
      await ctx.tx
        .insertInto('clientCertificate')
        .values({
          id,
          accountId: account?.id ?? '',
          fingerprint: Buffer.alloc(32),
          issuer: '机构',
          createdAt: ctx.now,
          ...period,
        })
        .execute();
    });
    things.push({ kind: 'certificate', id, known: ['elder-72'] });
  }

  async function addGuardian(): Promise<void> {
    const mandateId = await asSystem(server.services, 'tests record a guardian', async (ctx) => {
      const [clerk, ward, guardian] = [
        await findAccountByLogin(ctx.tx, 'market-clerk'),
        await findAccountByLogin(ctx.tx, 'proof-ok'),
        await findAccountByLogin(ctx.tx, 'elder-65'),
      ];
      const id = await grantMandate(ctx, {
        principalKind: 'person',
        principalId: ward?.personId ?? '',
        agentPersonId: guardian?.personId ?? '',
        kind: 'guardian',
        scope: [],
        validUntil: dateOf(new Date(ctx.now.getTime() + 86_400_000)),
      });
      const post = await ctx.tx
        .selectFrom('accountPost')
        .innerJoin('post', 'post.id', 'accountPost.postId')
        .select('post.agencyId')
        .where('accountPost.accountId', '=', clerk?.id ?? '')
        .executeTakeFirstOrThrow();
      const made = { basis: 'court-decision', documentEnd: '0000', agencyId: post.agencyId };
      await ctx.tx
        .insertInto('guardianship')
        .values({ mandateId: id, recordedBy: clerk?.id ?? '', recordedAt: ctx.now, ...made })
        .execute();
      return id;
    });
    things.push({ kind: 'guardianship', id: mandateId, known: ['market-clerk'] });
  }

  async function addWindowSession(): Promise<void> {
    const id = newId();
    await asSystem(server.services, 'tests let someone act at a window', async (ctx) => {
      const clerk = await findAccountByLogin(ctx.tx, 'market-clerk');
      const resident = await findAccountByLogin(ctx.tx, 'elder-72');
      const clerkId = clerk?.id ?? '';
      const [session] = await ctx.tx
        .selectFrom('session')
        .select('id')
        .where('accountId', '=', clerkId)
        .execute();
      const [post] = await ctx.tx
        .selectFrom('accountPost')
        .select('postId')
        .where('accountId', '=', clerkId)
        .execute();
      const made = {
        place: 'A03',
        document: 'passport',
        documentEnd: '0000',
        codeHash: id,
        codeExpiresAt: ctx.now,
      };
      await ctx.tx
        .insertInto('windowSession')
        .values({
          id,
          clerkAccountId: clerk?.id ?? '',
          clerkSessionId: session?.id ?? '',
          postId: post?.postId ?? '',
          accountId: resident?.id ?? '',
          createdAt: ctx.now,
          ...made,
        })
        .execute();
    });
    things.push({ kind: 'windowSession', id, known: ['market-clerk'] });
  }

  async function addCardDevice(): Promise<void> {
    const id = newId();
    await asSystem(server.services, 'tests give someone a phone with cards', async (ctx) => {
      const account = await findAccountByLogin(ctx.tx, 'elder-72');
      const made = { publicKey: Buffer.alloc(64), thumbprint: id, createdAt: ctx.now };
      await ctx.tx
        .insertInto('cardDevice')
        .values({ id, accountId: account?.id ?? '', name: '手机', ...made })
        .execute();
    });
    things.push({ kind: 'cardDevice', id, known: ['elder-72'] });
  }

  async function addLinkedSignIn(): Promise<void> {
    const [id, upstreamId] = [newId(), newId()];
    await asSystem(server.services, 'tests link a sign-in of someone', async (ctx) => {
      const account = await findAccountByLogin(ctx.tx, 'elder-72');
      await ctx.tx
        .insertInto('upstream')
        .values({
          id: upstreamId,
          issuer: 'https://sign-in.example.org',
          nameZh: '省统一身份认证',
          nameEn: 'Provincial sign-in',
          clientId: 'city',
          authMethod: 'client_secret_basic',
          tokenAlgorithm: 'RS256',
          scopes: [],
          levels: '[]',
          nameClaim: 'name',
          makesAccounts: false,
          createdAt: ctx.now,
        })
        .execute();
      const link = { upstreamId, subject: 'one', accountId: account?.id ?? '' };
      await ctx.tx
        .insertInto('upstreamLink')
        .values({ id, ...link, createdAt: ctx.now, usedAt: ctx.now })
        .execute();
    });
    things.push({ kind: 'linkedSignIn', id, known: ['elder-72'] });
  }

  async function addDispute(): Promise<void> {
    const body = { resource: 'person', field: 'name', reason: '姓名中有一个字不对' };
    const { id } = await make<{ id: string }>('elder-72', '/api/v1/me/disputes', body);
    things.push({ kind: 'dispute', id, known: ['elder-72'] });
  }

  async function addLicenceUse(): Promise<void> {
    const licence = things.find(({ kind, known }) => kind === 'licence' && known.includes('elder-72'));
    const grant = await make<{ id: string }>('elder-72', `/api/v1/licences/${licence?.id}/grants`, {
      agency: 'market-supervision',
      fields: ['grade'],
      most: 2,
      until: dateOf(new Date()),
      purpose: '核对优待档次',
    });
    things.push({ kind: 'licenceGrant', id: grant.id, known: ['elder-72'] });
    const use = { number: licence?.number, matter: '核对优待档次' };
    await make('market-clerk', '/api/v1/licence-uses/by-grant', use);
    const { items } = await read<{ items: { id: string }[] }>(
      'elder-72',
      `/api/v1/licences/${licence?.id}/uses`,
    );
    for (const { id } of items) things.push({ kind: 'licenceUse', id, known: ['elder-72'] });
  }

  async function addUpperAsk(): Promise<void> {
    const [admin, clerk] = [await server.as('admin'), await server.as('market-clerk')];
    const name = { zh: '省级证照系统', en: 'Licences of the province' };
    // Nobody answers there.
    const upper = { name, origin: 'http://127.0.0.1:9', clientId: 'system:none' };
    await admin.post('/api/v1/admin/licence-exchange/upper', upper);
    const { id } = things.find(({ kind, known }) => kind === 'case' && known.includes('market-clerk')) ?? {};
    const { number } = await viewOf(clerk, id ?? '');
    const question = { caseNumber: number, basis: '持证人同意', certificateHolderCode: '1' };
    const noted = await clerk.post<{ id: string }>('/api/v1/desk/upper-licences/asks', question, {
      'x-purpose': 'case-handling',
    });
    things.push({ kind: 'upperAsk', id: noted.body.id, known: ['market-clerk'] });
  }

  async function addDesk(): Promise<void> {
    const view = await make<{ id: string }>('market-clerk', '/api/v1/desk/views', {
      name: '今天',
      filters: {},
    });
    things.push({ kind: 'view', id: view.id, known: ['market-clerk'] });
    const { items } = await read<{ items: { id: string }[] }>('market-clerk', '/api/v1/desk/items');
    for (const { id } of items.slice(0, 1)) things.push({ kind: 'draft', id, known: marketStaff });
  }

  async function addKey(): Promise<void> {
    const body = { agency: 'real-estate', name: '签章', use: 'sign', algorithm: 'P-256' };
    const key = await make<{ id: string }>('estate-data-officer', '/api/v1/crypto/keys', body);
    things.push({ kind: 'key', id: key.id, known: ['estate-data-officer'] });
  }

  async function addSeal(): Promise<void> {
    const head = await server.as('estate-head');
    const wanted = {
      agency: 'real-estate',
      kind: 'agency-round',
      usage: 'approval',
      reason: '签发本部门文书',
    };
    const { body } = await head.post<{ id: string; matters: { id: string }[] }>('/api/v1/desk/seals', wanted);
    things.push({ kind: 'seal', id: body.id, known: estateStaff });
    for (const { id } of body.matters) things.push({ kind: 'sealMatter', id, known: estateStaff });
  }

  const kindOf = ({ path }: Operation) => namedBy.find(([pattern]) => pattern.test(path))?.[1];

  /** The operation's requests for one object: one a verb where it has verbs. */
  function requestsOf(operation: Operation, { id, number }: Pick<Thing, 'id' | 'number'>) {
    const [first = '', second] = Object.keys(operation.params);
    const chosen = second === undefined ? [undefined] : (operation.params[second]?.enum ?? [id]);
    return chosen.map((choice) => ({
      method: operation.method,
      url: addressOf(operation, {
        [first]: first === 'number' ? (number ?? 'none') : id,
        ...(second === undefined ? {} : { [second]: String(choice) }),
      }),
      ...(operation.body ? { body: bodies[operation.name] ?? exampleOf(operation.body) } : {}),
      headers: { 'x-purpose': operation.path.includes('licences') ? 'supervision' : 'case-handling' },
    }));
  }

  it('exists of every kind, and every parameter of a path names one', () => {
    expect(kinds.filter((kind) => !things.some((thing) => thing.kind === kind))).toEqual([]);
    expect(operations.filter((operation) => kindOf(operation) === undefined)).toEqual([]);
  });

  it('is there for those who have a right to it', async () => {
    const shown: Record<string, number> = {};
    const reads: Partial<Record<Kind, string>> = {
      case: '/api/v1/cases/',
      file: '/api/v1/files/',
      licence: '/api/v1/licences/',
    };
    for (const { kind, id, known } of things) {
      const url = reads[kind];
      const [owner] = known;
      if (!url || !owner) continue;
      shown[`${kind} of ${owner}`] = (
        await visit(server, { url: `${url}${id}`, token: tokens[owner] })
      ).status;
    }
    expect(new Set(Object.values(shown))).toEqual(new Set([200]));
  });

  it.each(kinds)('answers as one that does not exist: %s', async (kind) => {
    const leaks: string[] = [];
    let asked = 0;
    for (const operation of operations.filter((each) => kindOf(each) === kind)) {
      for (const account of accounts) {
        const token = tokens[account];
        for (const missing of requestsOf(operation, { id: newId(), number: 'none' }).entries()) {
          const [index, request] = missing;
          const none = await visit(server, { ...request, token });
          for (const thing of things) {
            if (thing.kind !== kind || thing.known.includes(account)) continue;
            const sent = requestsOf(operation, thing)[index];
            if (!sent) continue;
            const got = await visit(server, { ...sent, token });
            asked += 1;
            if (![403, 404, 409].includes(got.status) || got.status !== none.status || got.code !== none.code)
              leaks.push(
                `${account} ${sent.method} ${sent.url}: ${got.status} ${got.code}, not ${none.status}`,
              );
          }
        }
      }
    }
    expect(asked).toBeGreaterThan(0);
    expect(leaks).toEqual([]);
  });

  it('of the whole city is closed to all who have no such post', async () => {
    const open: string[] = [];
    for (const operation of operations.filter((each) => kindOf(each) === 'city'))
      for (const account of accounts) {
        const { method } = operation;
        const body = operation.body ? { body: exampleOf(operation.body) } : {};
        const { status } = await visit(server, {
          method,
          url: addressOf(operation),
          token: tokens[account],
          ...body,
        });
        if (status !== 403) open.push(`${account} ${operation.name}: ${status}`);
      }
    expect(open).toEqual([]);
  });
});
