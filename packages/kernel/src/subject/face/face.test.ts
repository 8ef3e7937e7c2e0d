import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createVisitor,
  signIn,
  startFaceProvider,
  startTestServer,
  type FaceAnswer,
  type FaceProvider,
  type TestServer,
  type Visitor,
} from '@quancheng/testing';
import { levelOf, postForm, reachSignIn } from '../passkeys/testkit.ts';
import { picture, trustPlatform } from './testkit.ts';

const consent = '2026-1';

interface Begun {
  status: number;
  code?: string;
  check: string;
  actions: string[];
}

describe('a face check', () => {
  let server: TestServer;
  let provider: FaceProvider;
  let now = new Date();
  beforeAll(async () => {
    provider = await startFaceProvider();
    server = await startTestServer({ env: provider.env, now });
    await trustPlatform(server, provider);
  });
  afterAll(async () => {
    await server.stop();
    await provider.stop();
  });
  afterEach(() => {
    provider.answerWith('pass');
    // Beyond what one has to wait after failures.
    now = new Date(now.getTime() + 25 * 3_600_000);
    server.setTime(now);
  });

  async function signedIn(account: string): Promise<{ visitor: Visitor; uid: string }> {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account });
    return { visitor, uid: await reachSignIn(visitor, '&level=3') };
  }

  async function send<T>(
    visitor: Visitor,
    path: string,
    body: object,
  ): Promise<T & { status: number; code?: string }> {
    const answer = await visitor.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ...((await answer.json()) as T), status: answer.status };
  }
  const start = (visitor: Visitor, uid: string, version = consent) =>
    send<Begun>(visitor, `/oidc/interaction/${uid}/face/start`, { consent: version });
  const compare = (visitor: Visitor, uid: string, { check, actions }: Begun) =>
    send<object>(visitor, `/oidc/interaction/${uid}/face/compare`, {
      check,
      pictures: actions.map(() => picture()),
    });
  const finish = async (visitor: Visitor, uid: string, check: string) =>
    (await postForm(visitor, `/oidc/interaction/${uid}/face`, { check })).path;

  /** The whole way; answers where the browser ends, or why it went no further. */
  async function attempt(account: string): Promise<{ visitor: Visitor; end: string }> {
    const { visitor, uid } = await signedIn(account);
    const begun = await start(visitor, uid);
    if (begun.status !== 200) return { visitor, end: begun.code ?? '' };
    const compared = await compare(visitor, uid, begun);
    if (compared.status !== 200) return { visitor, end: compared.code ?? '' };
    return { visitor, end: await finish(visitor, uid, begun.check) };
  }

  it('of who is signed in raises this session alone to the third level, and shows the provider that person', async () => {
    const other = await signedIn('elder-72');
    const { visitor, uid } = await signedIn('elder-72');
    const context = await visitor.fetch(`/api/v1/signin/context?uid=${uid}`);
    expect(await context.json()).toMatchObject({ stepUp: { level: 3, faceConsent: consent } });
    const begun = await start(visitor, uid);
    expect(begun).toMatchObject({ status: 200, actions: ['front', 'mouth'] });
    expect(await compare(visitor, uid, begun)).toMatchObject({ status: 200, passed: true });
    expect(await levelOf(visitor)).toBe(2);
    expect(await finish(visitor, uid, begun.check)).toBe('/help');
    expect([await levelOf(visitor), await levelOf(other.visitor)]).toEqual([3, 2]);
    const [, compared] = provider.heard.slice(-2);
    expect(compared?.body).toMatchObject({
      person: { name: '王秀兰' },
      pictures: [{ action: 'front' }, { action: 'mouth' }],
    });
    // What passed is used once, even in another sign-in of the same person.
    const again = await reachSignIn(other.visitor, '&level=3');
    expect(await finish(other.visitor, again, begun.check)).toContain('face.expired');
  });

  it.each<[FaceAnswer, string]>([
    ['fail', 'face.refused'],
    ['hang', 'face.unavailable'],
    ['break', 'face.unavailable'],
    ['forge', 'face.unavailable'],
    ['other-check', 'face.unavailable'],
    ['other-site', 'face.unavailable'],
    ['huge', 'face.unavailable'],
  ])('to which the provider answers by “%s” ends with %s and changes nothing', async (answer, code) => {
    provider.answerWith(answer);
    const { visitor, end } = await attempt('elder-60');
    expect(end).toBe(code);
    expect(await levelOf(visitor)).toBe(2);
    provider.answerWith('pass');
    now = new Date(now.getTime() + 61_000);
    server.setTime(now);
    // Another way, and another try, are open.
    expect((await attempt('elder-60')).end).toBe('/help');
  });

  it('that did not pass cannot be finished, nor be compared twice', async () => {
    const { visitor, uid } = await signedIn('elder-58');
    const begun = await start(visitor, uid);
    expect(await finish(visitor, uid, begun.check)).toContain('face.expired');
    provider.answerWith('fail');
    expect((await compare(visitor, uid, begun)).code).toBe('face.refused');
    provider.answerWith('pass');
    expect((await compare(visitor, uid, begun)).code).toBe('face.expired');
    expect(await finish(visitor, uid, begun.check)).toContain('face.expired');
    expect(await levelOf(visitor)).toBe(2);
    const person = await server.as('elder-58');
    const { body } = await person.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
    expect(body.items[0]?.title.zh).toBe('有一次刷脸没有通过');
  });

  it('is slowed after each failure, and closed for the day after five', async () => {
    provider.answerWith('fail');
    const waits: string[] = [];
    for (let failure = 0; failure < 5; failure += 1) {
      expect((await attempt('elder-72')).end).toBe('face.refused');
      waits.push((await attempt('elder-72')).end);
      now = new Date(now.getTime() + 60_000 * 2 ** failure);
      server.setTime(now);
    }
    expect(waits).toEqual(Array.from({ length: 5 }, () => 'face.wait'));
    provider.answerWith('pass');
    expect((await attempt('elder-72')).end).toBe('face.wait');
    // Another person is not kept waiting by it.
    expect((await attempt('elder-65')).end).toBe('/help');
  });

  it('needs consent to the words of today, and ends after three minutes', async () => {
    const { visitor, uid } = await signedIn('elder-65');
    expect((await start(visitor, uid, '2020-1')).code).toBe('face.consent-needed');
    const begun = await start(visitor, uid);
    now = new Date(now.getTime() + 181_000);
    server.setTime(now);
    expect((await compare(visitor, uid, begun)).code).toBe('face.expired');
  });

  it('belongs to one browser, one sign-in and one person', async () => {
    const mine = await signedIn('elder-65');
    const begun = await start(mine.visitor, mine.uid);
    const theirs = await signedIn('elder-72');
    expect((await compare(theirs.visitor, theirs.uid, begun)).code).toBe('face.expired');
    expect((await compare(theirs.visitor, mine.uid, begun)).code).toBe('face.expired');
    expect((await start(createVisitor(server), mine.uid)).code).toBe('face.expired');
    // Whoever is not signed in has nobody to be compared with.
    const stranger = createVisitor(server);
    expect((await start(stranger, await reachSignIn(stranger))).code).toBe('face.expired');
  });

  it('takes pictures within bounds only', async () => {
    const { visitor, uid } = await signedIn('elder-65');
    const { check } = await start(visitor, uid);
    const url = `/oidc/interaction/${uid}/face/compare`;
    for (const pictures of [
      [],
      ['not a picture'],
      [picture(400_000)],
      Array.from({ length: 5 }, () => picture(10)),
    ])
      expect((await send(visitor, url, { check, pictures })).status).toBe(400);
  });
});

describe('without a provider', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('a face check is offered nowhere and has no address', async () => {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-72' });
    expect(await (await visitor.fetch('/api/v1/me/passkeys')).json()).toMatchObject({ face: false });
    const answer = await visitor.fetch('/oidc/interaction/x/face/start', { method: 'POST' });
    expect(answer.status).toBe(404);
  });
});
