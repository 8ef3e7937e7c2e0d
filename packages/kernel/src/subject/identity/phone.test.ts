import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import {
  addPasskey,
  command,
  createAuthenticator,
  enterByPasskey,
  levelOf,
  postForm,
  reachSignIn,
} from '../passkeys/testkit.ts';

interface Shown {
  waiting: { state: string; figures: string; address: string; picture: string | null } | null;
}

const base = '/api/v1/me/phone-sign-in';

describe('a computer that a phone signs in', () => {
  let server: TestServer;
  let phone: Visitor;
  const began = new Date();
  beforeAll(async () => {
    server = await startTestServer({ now: began });
    phone = createVisitor(server);
    await signIn(phone, { demo: '1', account: 'elder-72' });
  });
  afterAll(() => server.stop());

  const shownTo = async (visitor: Visitor, uid: string) =>
    ((await (await visitor.fetch(`/api/v1/signin/phone?uid=${uid}`)).json()) as Shown).waiting;

  async function wait() {
    const computer = createVisitor(server);
    const uid = await reachSignIn(computer);
    expect((await postForm(computer, `/oidc/interaction/${uid}/phone`)).path).toBe(
      `/signin/phone?uid=${uid}`,
    );
    const shown = await shownTo(computer, uid);
    const code = new URL(shown?.address ?? '').searchParams.get('code') ?? '';
    return { computer, uid, code, figures: shown?.figures ?? '', shown };
  }

  const enter = (computer: Visitor, uid: string) =>
    postForm(computer, `/oidc/interaction/${uid}/phone/enter`);
  const wrongOf = (figures: string) => (figures === '00' ? '01' : '00');

  it('shows a code; the phone sees who asks, and nothing opens before it is confirmed', async () => {
    const { computer, uid, code, shown } = await wait();
    expect(shown).toMatchObject({ state: 'open', picture: expect.stringMatching(/^data:image\/png/) });
    const asked = await phone.fetch(`${base}?code=${code}`);
    expect(await asked.json()).toMatchObject({ network: '127.0.0.*', device: { zh: '未知设备' } });
    expect((await enter(computer, uid)).path).toContain('phone-sign-in.gone');
  });

  it('goes on once it is confirmed, once, and is no surer than the second level', async () => {
    const key = createAuthenticator(server.origin);
    await addPasskey(phone, key);
    const sure = createVisitor(server);
    await enterByPasskey(sure, key);
    expect(await levelOf(sure)).toBe(3);
    const { computer, uid, code, figures } = await wait();
    expect((await command(sure, `${base}/confirm`, { code, figures })).status).toBe(200);
    expect(await shownTo(computer, uid)).toMatchObject({ state: 'confirmed', picture: null });
    expect((await enter(computer, uid)).path).toBe('/help');
    expect(await levelOf(computer)).toBe(2);
    const session = (await (await computer.fetch('/api/v1/session')).json()) as {
      account?: { login: string };
    };
    expect(session.account?.login).toBe('elder-72');
    expect((await enter(computer, uid)).path).not.toBe('/help');
    expect(await command(phone, `${base}/confirm`, { code, figures })).toMatchObject({
      status: 410,
      body: { code: 'phone-sign-in.gone' },
    });
  });

  it('another browser gets in by neither the code nor the address of the page', async () => {
    const { computer, uid, code, figures } = await wait();
    await command(phone, `${base}/confirm`, { code, figures });
    const thief = createVisitor(server);
    const own = await reachSignIn(thief);
    for (const at of [uid, own]) expect((await enter(thief, at)).path).toContain('phone-sign-in.gone');
    thief.cookies.set('qc_phone', code);
    expect((await enter(thief, uid)).path).toContain('phone-sign-in.gone');
    // The secret itself counts in its own interaction alone.
    thief.cookies.set('qc_phone', computer.cookies.get('qc_phone') ?? '');
    expect((await enter(thief, own)).path).toContain('phone-sign-in.gone');
    expect(await levelOf(thief)).toBe(0);
    expect((await enter(computer, uid)).path).toBe('/help');
  });

  it('is void after three wrong figures, a refusal, three minutes, and when the phone signs out', async () => {
    const guessed = await wait();
    for (let n = 0; n < 3; n += 1)
      expect(
        await command(phone, `${base}/confirm`, { code: guessed.code, figures: wrongOf(guessed.figures) }),
      ).toMatchObject({ status: 400, body: { code: 'phone-sign-in.wrong-figures' } });
    const { code, figures } = guessed;
    expect((await command(phone, `${base}/confirm`, { code, figures })).status).toBe(410);

    const refused = await wait();
    expect((await command(phone, `${base}/refuse`, { code: refused.code })).status).toBe(200);
    expect(await shownTo(refused.computer, refused.uid)).toMatchObject({ state: 'refused' });

    const gone = await wait();
    const elsewhere = createVisitor(server);
    await signIn(elsewhere, { demo: '1', account: 'elder-60' });
    await command(elsewhere, `${base}/confirm`, { code: gone.code, figures: gone.figures });
    await command(elsewhere, '/api/v1/me/sessions/end-others');
    const account = await server.as('elder-60');
    await account.post('/api/v1/me/sessions/end-others', undefined);
    expect((await enter(gone.computer, gone.uid)).path).toContain('phone-sign-in.gone');

    const late = await wait();
    server.setTime(new Date(began.getTime() + 181_000));
    expect((await command(phone, `${base}/confirm`, { code: late.code, figures: late.figures })).status).toBe(
      410,
    );
    expect(await shownTo(late.computer, late.uid)).toBeNull();
  });

  it('is let in by people alone: a program’s token vouches for nobody', async () => {
    const { code, figures } = await wait();
    const program = await server.as('elder-72');
    expect(await program.post(`${base}/confirm`, { code, figures })).toMatchObject({
      status: 403,
      body: { code: 'phone-sign-in.browser-needed' },
    });
  });
});
