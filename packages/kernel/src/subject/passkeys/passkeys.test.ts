import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { findAccountByLogin } from '../accounts/index.ts';
import {
  addPasskey,
  askedAt,
  command,
  createAuthenticator,
  enterByPasskey,
  levelOf,
  postForm,
  reachSignIn,
  type Authenticator,
  type Otherwise,
} from './testkit.ts';

interface Own {
  items: { id: string; name: string; usedAt: string | null }[];
  assurance: number;
  fresh: boolean;
}

describe('a passkey', () => {
  let server: TestServer;
  const began = new Date();
  beforeAll(async () => {
    server = await startTestServer({ now: began });
  });
  afterAll(() => server.stop());

  async function signedIn(account: string): Promise<Visitor> {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account });
    return visitor;
  }

  async function withPasskey(account: string): Promise<{ authenticator: Authenticator; visitor: Visitor }> {
    const visitor = await signedIn(account);
    const authenticator = createAuthenticator(server.origin);
    expect((await addPasskey(visitor, authenticator)).status).toBe(201);
    return { authenticator, visitor };
  }

  const ownOf = async (visitor: Visitor) =>
    (await (await visitor.fetch('/api/v1/me/passkeys')).json()) as Own;

  it('is added after a sign-in, told to its holder, and opens the account at the third level', async () => {
    const { authenticator, visitor } = await withPasskey('elder-72');
    expect(await ownOf(visitor)).toMatchObject({
      items: [{ name: '我的手机', usedAt: null }],
      assurance: 2,
      fresh: true,
    });
    const other = createVisitor(server);
    expect(await enterByPasskey(other, authenticator)).toBe('/help');
    expect(await ownOf(other)).toMatchObject({ items: [{ usedAt: began.toISOString() }], assurance: 3 });
    const person = await server.as('elder-72');
    const { body } = await person.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
    expect(body.items.map(({ title }) => title.zh)).toContain('您的账号添加了通行密钥');
  });

  it('gives no level that the account itself has not: a key proves no name', async () => {
    await asSystem(server.services, 'tests make an account of no person', async (ctx) => {
      await ctx.tx.updateTable('account').set({ personId: null }).where('login', '=', 'elder-leap').execute();
    });
    const { authenticator } = await withPasskey('elder-leap');
    const other = createVisitor(server);
    expect(await enterByPasskey(other, authenticator)).toBe('/help');
    expect(await levelOf(other)).toBe(1);
  });

  describe('against attacks', () => {
    let authenticator: Authenticator;
    beforeAll(async () => {
      ({ authenticator } = await withPasskey('elder-65'));
    });

    const otherwise: readonly (readonly [string, Otherwise, string])[] = [
      ['made for another site', { origin: 'https://qc.example.org' }, 'passkey.refused'],
      ['made for another relying party', { rpId: 'qc.example.org' }, 'passkey.refused'],
      ['given out without a look at who holds it', { verified: false }, 'passkey.refused'],
      ['of another account’s handle', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'passkey.refused'],
      ['over a challenge of its own', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'passkey.expired'],
      ['whose count went back', { counter: 1 }, 'passkey.copied'],
    ];
    it.each(otherwise)('is refused: %s', async (_what, wrong, code) => {
      const visitor = createVisitor(server);
      expect(await enterByPasskey(visitor, authenticator, wrong)).toContain(`error=${code}`);
      expect(await levelOf(visitor)).toBe(0);
    });

    it('an answer works once, and only in the interaction in which it was asked for', async () => {
      const visitor = createVisitor(server);
      const uid = await reachSignIn(visitor);
      const credential = JSON.stringify(authenticator.get(await askedAt(visitor, uid)));
      const elsewhere = createVisitor(server);
      const other = await reachSignIn(elsewhere);
      const stolen = await postForm(elsewhere, `/oidc/interaction/${other}/passkey`, { credential });
      expect(stolen.path).toContain('passkey.expired');
      expect((await postForm(visitor, `/oidc/interaction/${uid}/passkey`, { credential })).path).toBe(
        '/help',
      );
      const again = createVisitor(server);
      for (const [name, value] of visitor.cookies) again.cookies.set(name, value);
      const replayed = await postForm(again, `/oidc/interaction/${uid}/passkey`, { credential });
      expect(replayed.path).toContain('passkey.expired');
    });

    it('a signature that is not the key’s is refused, and so is what is no answer at all', async () => {
      const visitor = createVisitor(server);
      const uid = await reachSignIn(visitor);
      const answer = authenticator.get(await askedAt(visitor, uid)) as { response: { signature: string } };
      const forged = createAuthenticator(server.origin).get(await askedAt(visitor, uid)) as typeof answer;
      const mixed = { ...answer, response: { ...answer.response, signature: forged.response.signature } };
      for (const credential of [JSON.stringify(mixed), '{}', 'null', '['])
        expect((await postForm(visitor, `/oidc/interaction/${uid}/passkey`, { credential })).path).toContain(
          'passkey.refused',
        );
    });

    it.each([
      ['another site', { origin: 'https://qc.example.org' }],
      ['another relying party', { rpId: 'qc.example.org' }],
      ['nobody who was looked at', { verified: false }],
    ] as const)('none is added that was made for %s', async (_what, wrong) => {
      const visitor = await signedIn('elder-60');
      const answer = await addPasskey(visitor, createAuthenticator(server.origin), wrong);
      expect(answer).toMatchObject({ status: 400, body: { code: 'passkey.refused' } });
      expect((await ownOf(visitor)).items).toEqual([]);
    });

    it('what another account began is not finished, and a key is of one account', async () => {
      const [one, two] = [await signedIn('elder-60'), await signedIn('elder-58')];
      const key = createAuthenticator(server.origin);
      const begun = await command<{ options: never }>(one, '/api/v1/me/passkeys/start');
      const credential = key.create(begun.body.options);
      expect(await command(two, '/api/v1/me/passkeys', { name: '钥匙', credential })).toMatchObject({
        status: 410,
        body: { code: 'passkey.expired' },
      });
      expect((await addPasskey(one, key)).status).toBe(201);
      expect(await addPasskey(two, key)).toMatchObject({ status: 409, body: { code: 'passkey.already' } });
    });

    it('a disabled account is not opened', async () => {
      const { authenticator: key } = await withPasskey('fund-ok');
      await asSystem(server.services, 'tests close an account', async (ctx) => {
        const account = await findAccountByLogin(ctx.tx, 'fund-ok');
        await ctx.tx
          .updateTable('account')
          .set({ disabledAt: ctx.now })
          .where('id', '=', account?.id ?? '')
          .execute();
      });
      expect(await enterByPasskey(createVisitor(server), key)).toContain('passkey.unknown');
    });
  });

  it('is removed only soon after a sign-in, by its holder; all others are signed out then', async () => {
    const { authenticator, visitor } = await withPasskey('home-buyer');
    const [held] = (await ownOf(visitor)).items;
    const path = `/api/v1/me/passkeys/${held?.id ?? ''}/remove`;
    const elsewhere = createVisitor(server);
    await enterByPasskey(elsewhere, authenticator);
    expect((await command(await signedIn('home-seller'), path)).status).toBe(404);
    const program = await server.as('home-buyer');
    expect(await program.post(path, undefined)).toMatchObject({
      status: 403,
      body: { code: 'passkey.fresh-sign-in-needed' },
    });
    server.setTime(new Date(began.getTime() + 11 * 60_000));
    expect(await command(visitor, path)).toMatchObject({ status: 403 });
    expect(await command(visitor, '/api/v1/me/passkeys/start')).toMatchObject({ status: 403 });
    await enterByPasskey(visitor, authenticator, { query: '&again=1' });
    expect(await command(visitor, path)).toMatchObject({ status: 200 });
    expect(await levelOf(visitor)).toBe(3);
    expect(await levelOf(elsewhere)).toBe(0);
    expect(await enterByPasskey(createVisitor(server), authenticator)).toContain('passkey.unknown');
  });
});
