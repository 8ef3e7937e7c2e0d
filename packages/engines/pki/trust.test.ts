import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  answerOcsp,
  askOcsp,
  findTrust,
  isListed,
  isOfIssuer,
  makeCrl,
  PkiError,
  problemOfList,
  readOcsp,
  readOcspRequest,
  readRevocationList,
  readX509,
  type CertifiedSigner,
  type CheckSignature,
  type X509,
} from './index.ts';
import { certify, check, digest, makePair } from './testkit.ts';

const at = new Date();
const day = 86_400_000;
const times = { at: new Date(at.getTime() - 60_000), next: new Date(at.getTime() + day) };
const never: CheckSignature = () => false;

describe.each(['ES256', 'SM2'] as const)('trust by %s', (scheme) => {
  let root: CertifiedSigner;
  let middle: CertifiedSigner;
  let leaf: CertifiedSigner;
  let read: { root: X509; middle: X509; leaf: X509 };
  const make = (profile: 'intermediate' | 'signer' | 'ocsp', issuer: CertifiedSigner) =>
    certify({
      profile,
      common: `${profile} ${randomBytes(4).toString('hex')}`,
      pair: makePair(scheme),
      issuer,
    });
  beforeAll(async () => {
    const pair = makePair(scheme);
    root = await certify({ profile: 'root', common: '根', pair, issuer: pair });
    middle = await make('intermediate', root);
    leaf = await make('signer', middle);
    read = {
      root: readX509(root.certificate),
      middle: readX509(middle.certificate),
      leaf: readX509(leaf.certificate),
    };
  });
  const trust = (one: X509, between: readonly X509[] = [read.middle], when = at) =>
    findTrust(one, { roots: [read.root], between }, when, check);

  it('climbs to the root, over as many certificates as there may be', async () => {
    expect(trust(read.leaf)).toEqual({ chain: [read.leaf, read.middle, read.root] });
    expect(trust(read.leaf, [])).toEqual({ problem: 'untrusted' });
    expect(findTrust(read.leaf, { roots: [read.root], between: [read.middle] }, at, never)).toEqual({
      problem: 'untrusted',
    });
    // The intermediates say that none stands below them.
    const lower = await make('intermediate', middle);
    const below = readX509((await make('signer', lower)).certificate);
    expect(trust(below, [readX509(lower.certificate), read.middle])).toEqual({ problem: 'untrusted' });
    // Whom no authority stands behind is none.
    const child = readX509((await make('signer', leaf)).certificate);
    expect(trust(child, [read.leaf, read.middle])).toEqual({ problem: 'untrusted' });
    expect(trust(read.middle)).toEqual({ problem: 'purpose' });
    expect(trust(read.leaf, [read.middle], new Date(at.getTime() + 400 * day))).toEqual({
      problem: 'expired',
    });
    expect(trust(read.leaf, [read.middle], new Date(at.getTime() - day))).toEqual({
      problem: 'not-yet-valid',
    });
  });

  it('asks by OCSP, and believes only what answers the question', async () => {
    const nonce = randomBytes(16);
    const issued = { certificate: read.leaf, issuer: read.middle };
    const request = readOcspRequest(askOcsp(issued, nonce, digest));
    const [question] = request.questions;
    if (!question) throw new Error('no question');
    expect(isOfIssuer(question, middle.certificate, digest)).toBe(true);
    const responder = await make('ocsp', middle);
    const answer = (by: CertifiedSigner, when = times, asked = request) =>
      answerOcsp(asked, [{ state: 'good' }], when, by);
    const judge = (bytes: Uint8Array, expected = nonce) =>
      readOcsp(bytes, issued, { nonce: expected, at }, { digest, check });
    expect(judge(await answer(middle))).toEqual({ state: 'good' });
    expect(judge(await answer(responder))).toEqual({ state: 'good' });
    const at0 = new Date('2026-03-02T00:00:00Z');
    const revoked = await answerOcsp(
      request,
      [{ state: 'revoked', at: at0, reason: 'superseded' }],
      times,
      responder,
    );
    expect(judge(revoked)).toEqual({ state: 'revoked', at: at0 });
    expect(judge(await answerOcsp(request, [], times, responder))).toEqual({ state: 'unknown' });
    const none = (why: string) => ({ state: 'none', why });
    // By the root, which did not issue it; by a certificate that is for something else; by a key that is not the issuer's.
    expect(judge(await answer(root))).toEqual(none('forged'));
    expect(judge(await answer(leaf))).toEqual(none('forged'));
    expect(judge(await answer(await make('ocsp', root)))).toEqual(none('forged'));
    expect(judge(await answer({ ...makePair(scheme), certificate: middle.certificate }))).toEqual(
      none('forged'),
    );
    expect(judge(await answer(middle), randomBytes(16))).toEqual(none('other-question'));
    const old = { at: new Date(at.getTime() - 2 * day), next: new Date(at.getTime() - day) };
    expect(judge(await answer(middle, old))).toEqual(none('stale'));
    const other = readOcspRequest(
      askOcsp({ ...issued, certificate: { ...read.leaf, serial: Uint8Array.of(7) } }, nonce, digest),
    );
    expect(judge(await answer(middle, times, other))).toEqual(none('other-certificate'));
  });

  it('reads lists of revoked certificates, and believes those of the issuer alone', async () => {
    const issued = { certificate: read.leaf, issuer: read.middle };
    const entry = { serial: read.leaf.serial, at: times.at, reason: 'keyCompromise' } as const;
    const made = async (by: CertifiedSigner, when = times) =>
      readRevocationList(await makeCrl({ number: 1n, ...when, revoked: [entry] }, by, digest));
    const list = await made(middle);
    expect(problemOfList(list, issued, at, check)).toBeUndefined();
    expect([isListed(list, read.leaf.serial), isListed(list, read.middle.serial)]).toEqual([true, false]);
    expect(problemOfList(await made(root), issued, at, check)).toBe('other-certificate');
    const forged = await made({ ...makePair(scheme), certificate: middle.certificate });
    expect(problemOfList(forged, issued, at, check)).toBe('forged');
    const old = { at: new Date(at.getTime() - 2 * day), next: new Date(at.getTime() - day) };
    expect(problemOfList(await made(middle, old), issued, at, check)).toBe('stale');
  });

  it('makes and reads a list of a large authority', async () => {
    const serialOf = (index: number) => Uint8Array.of(1, index >> 16, (index >> 8) & 0xff, index & 0xff);
    const revoked = Array.from({ length: 150_000 }, (_, index) => ({
      serial: serialOf(index),
      at: times.at,
      reason: 'superseded' as const,
    }));
    const list = readRevocationList(await makeCrl({ number: 9n, ...times, revoked }, middle, digest));
    expect(list.revoked.size).toBe(150_000);
    expect([isListed(list, serialOf(149_999)), isListed(list, serialOf(150_000))]).toEqual([true, false]);
  });

  it('answers any bytes, and any change of good ones, with a finding or a PkiError', async () => {
    const issued = { certificate: read.leaf, issuer: read.middle };
    const nonce = randomBytes(16);
    const request = readOcspRequest(askOcsp(issued, nonce, digest));
    const answer = await answerOcsp(request, [{ state: 'good' }], times, middle);
    const list = await makeCrl({ number: 1n, ...times, revoked: [] }, middle, digest);
    const readers = [
      [leaf.certificate, (bytes: Uint8Array) => trust(readX509(bytes))],
      [list, (bytes: Uint8Array) => problemOfList(readRevocationList(bytes), issued, at, check)],
      [answer, (bytes: Uint8Array) => readOcsp(bytes, issued, { nonce, at }, { digest, check })],
    ] as const;
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat({ max: 254 }),
        fc.nat({ max: 2 }),
        fc.boolean(),
        (place, by, which, cut) => {
          const [good, judge] = readers[which] ?? readers[0];
          const bytes = Uint8Array.from(cut ? good.subarray(0, place % good.length) : good);
          if (!cut) bytes[place % bytes.length] = (bytes[place % bytes.length] ?? 0) ^ (by + 1);
          try {
            const found = judge(bytes);
            // One octet otherwise, and nothing says any more that it is good, but for the copy of the responder's certificate
            // that goes along and is not needed.
            if (which === 0) expect(found).toHaveProperty('problem');
            if (which === 1) expect(found).toBeDefined();
            const isGood = which === 2 && (found as { state: string }).state === 'good';
            if (isGood)
              expect(place % good.length).toBeGreaterThan(good.length - middle.certificate.length - 10);
          } catch (error) {
            expect(error).toBeInstanceOf(PkiError);
          }
        },
      ),
      { seed: 1, numRuns: scheme === 'SM2' ? 60 : 600 },
    );
  });
});
