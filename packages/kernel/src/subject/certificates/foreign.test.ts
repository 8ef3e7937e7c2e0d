import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, startTestServer, type TestServer } from '@quancheng/testing';
import { levelOf } from '../passkeys/testkit.ts';
import {
  startTestAuthority,
  type ListAnswer,
  type OcspAnswer,
  type TestAuthority,
} from './stranger/testkit.ts';
import { addCertificate, createScene, enterByCertificate, proxied, startSm2Authority } from './testkit.ts';

describe('a certificate of another authority', () => {
  let server: TestServer;
  let authority: TestAuthority;
  let sm2: Awaited<ReturnType<typeof startSm2Authority>>;
  let scene: ReturnType<typeof createScene>;
  beforeAll(async () => {
    [authority, sm2] = await Promise.all([startTestAuthority(), startSm2Authority()]);
    await authority.trust('sm2', sm2.root);
    server = await startTestServer({
      now: 'real',
      env: { ...proxied, QC_CERTIFICATE_ROOTS: authority.roots },
    });
    scene = createScene(server, authority);
  });
  afterAll(async () => {
    await server.stop();
    await authority.stop();
    await sm2.stop();
  });
  it('counts while that one answers for it, and no longer than it does', async () => {
    const der = await scene.holder('elder-65');
    expect(await scene.enter(der)).toBe('/help');
    authority.answerWith('delegated');
    expect(await scene.enter(der)).toBe('/help');
    await authority.revoke(der);
    expect(await scene.enter(der)).toBe('client-certificate.revoked');
    authority.answerWith('openssl');
    expect(await scene.enter(der)).toBe('client-certificate.revoked');
  });

  it('is refused when that one does not know it', async () => {
    const der = await scene.holder('elder-58');
    await authority.forget(der);
    expect(await scene.enter(der)).toBe('client-certificate.unknown-to-issuer');
  });

  const silences: readonly (readonly [OcspAnswer, ListAnswer, string])[] = [
    ['down', 'down', 'ocsp no-answer, list no-answer'],
    ['forge', 'forge', 'ocsp forged, list forged'],
    ['stranger', 'down', 'ocsp forged, list no-answer'],
    ['stale', 'stale', 'ocsp stale, list stale'],
    ['other', 'other-issuer', 'ocsp other-certificate, list other-certificate'],
    ['huge', 'down', 'ocsp no-answer, list no-answer'],
    ['away', 'down', 'ocsp no-answer, list no-answer'],
    ['noise', 'down', 'ocsp unreadable, list no-answer'],
    ['down', 'elsewhere', 'ocsp no-answer, list other-certificate'],
    ['down', 'authorities', 'ocsp no-answer, list other-certificate'],
    ['down', 'indirect', 'ocsp no-answer, list no-answer'],
    ['hang', 'down', 'ocsp no-answer, list no-answer'],
  ];
  describe('that cannot be checked', () => {
    let der: Buffer;
    beforeAll(async () => {
      der = await scene.holder('fund-ok');
    });
    it.each(silences)('opens nothing: OCSP %s, list %s', async (ocsp, list, problem) => {
      authority.answerWith(ocsp, list);
      const visitor = createVisitor(server);
      expect(await enterByCertificate(visitor, der)).toBe('client-certificate.uncheckable');
      expect(await levelOf(visitor)).toBe(0);
      expect((await scene.auditOf('account.sign-in-failed'))[0]).toMatchObject({ problem });
    });

    it('leaves who is signed in where they were, and counts by the list when that is there', async () => {
      const visitor = await scene.signedIn('fund-ok');
      authority.answerWith('down', 'down');
      expect(await enterByCertificate(visitor, der, { query: '&level=4' })).toBe(
        'client-certificate.uncheckable',
      );
      expect(await levelOf(visitor)).toBe(2);
      const revoked = await scene.holder('elder-60');
      await authority.revoke(revoked);
      authority.answerWith('down', 'own');
      expect(await enterByCertificate(visitor, der, { query: '&level=4' })).toBe('/help');
      expect(await levelOf(visitor)).toBe(4);
      expect(await scene.enter(revoked)).toBe('client-certificate.revoked');
      // Kept until the next one is there.
      const asked = authority.heard.filter((path) => path === '/list').length;
      expect(await scene.enter(der)).toBe('/help');
      expect(authority.heard.filter((path) => path === '/list')).toHaveLength(asked);
    });
  });

  it('through an authority between is believed, when that one may and was not revoked', async () => {
    authority.answerWith('openssl');
    const between = await authority.issue({
      subject: '/C=CN/CN=下级机构',
      section: 'authority',
      as: 'between',
    });
    const name = await scene.nameOf('home-buyer');
    const below = await authority.issue({ subject: `/C=CN/CN=${name}`, by: 'between', key: 'rsa' });
    const visitor = await scene.signedIn('home-buyer');
    expect(await addCertificate(visitor, below)).toBe('client-certificate.untrusted');
    expect(await addCertificate(visitor, below, [between])).toBe('added');
    expect(await scene.enter(below, [between])).toBe('/help');
    await authority.revoke(between);
    expect(await scene.enter(below, [between])).toBe('client-certificate.revoked');
  });

  it('that signs by SM2 is believed like any other', async () => {
    const der = await sm2.issue(await scene.nameOf('home-seller'));
    expect(await addCertificate(await scene.signedIn('home-seller'), der)).toBe('added');
    expect(await scene.enter(der)).toBe('/help');
    // Another that calls itself the same is not.
    const forger = await startSm2Authority();
    const forged = await forger.issue(await scene.nameOf('home-seller'));
    await forger.stop();
    expect(await addCertificate(await scene.signedIn('home-seller'), forged)).toBe(
      'client-certificate.untrusted',
    );
  });

  const day = 86_400_000;
  const past = { from: new Date(Date.now() - 2 * day), until: new Date(Date.now() - day) };
  const future = { from: new Date(Date.now() + day), until: new Date(Date.now() + 2 * day) };
  it.each([
    ['expired', past, 'expired'],
    ['not yet valid', future, 'not-yet-valid'],
    ['of a server', { section: 'server' }, 'purpose'],
    ['for encryption', { section: 'encipher' }, 'purpose'],
    ['of an authority', { section: 'authority' }, 'purpose'],
    ['with a weak key', { key: 'rsa-1024' }, 'purpose'],
    ['signed by oneself', { by: 'self' }, 'untrusted'],
    ['that says nowhere whether it was revoked', { section: 'nowhere' }, 'uncheckable'],
    ['whose issuer is asked at an address inside', { section: 'inside' }, 'uncheckable'],
  ] as const)('is not added: one %s', async (_what, more, code) => {
    authority.answerWith('openssl');
    const der = await scene.issueFor('elder-72', more);
    expect(await addCertificate(await scene.signedIn('elder-72'), der)).toBe(`client-certificate.${code}`);
    expect((await scene.auditOf('client-certificate.refuse')).length).toBeGreaterThan(0);
  });
});
