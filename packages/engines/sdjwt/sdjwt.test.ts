import { createHash, randomBytes } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choose,
  conceal,
  decodeBase64url,
  encodeBase64url,
  readSdJwt,
  reveal,
  SdJwtError,
  writeSdJwt,
  type SdJwt,
} from './index.ts';

const json = (value: unknown): string => encodeBase64url(Buffer.from(JSON.stringify(value)));
/** Signed by nobody: signatures are another's matter. */
const jwt = (payload: object): string => `${json({ alg: 'ES256', typ: 'dc+sd-jwt' })}.${json(payload)}.AA`;
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const disclosure = (...parts: unknown[]): string => json(['salt', ...parts]);
const revealing = (payload: object, ...disclosures: string[]) =>
  reveal(readSdJwt([jwt(payload), ...disclosures, ''].join('~'))).claims;

const stranger = new SDJwtInstance({
  hasher: (data: string | ArrayBuffer) =>
    new Uint8Array(
      createHash('sha256')
        .update(Buffer.from(data as string))
        .digest(),
    ),
  hashAlg: 'sha-256',
  saltGenerator: (length: number) => randomBytes(length).toString('hex'),
  signer: () => 'AA',
  signAlg: 'ES256',
  verifier: () => true,
});

const names = fc.uniqueArray(
  fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((name) => !['_sd', '...', '__proto__', '_sd_alg'].includes(name)),
  { minLength: 1, maxLength: 8 },
);
const members = names.chain((list) =>
  fc
    .tuple(...list.map((name) => fc.tuple(fc.constant(name), fc.jsonValue())))
    .map(Object.fromEntries<unknown>),
);

describe('claims shown one by one', () => {
  it('shows any choice of them, and just that, to us and to another library', async () => {
    await fc.assert(
      fc.asyncProperty(
        members,
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        async (given, picks) => {
          // A value that is itself about disclosing is no value of a licence.
          fc.pre(!/"(_sd|\.\.\.|_sd_alg|__proto__)":/.test(JSON.stringify(given)));
          const { digests, disclosures } = conceal(given, 6, randomBytes);
          expect(digests).toHaveLength(Math.max(6, disclosures.length));
          const issued = jwt({ iss: 'https://issuer.example', fields: { _sd: digests }, _sd_alg: 'sha-256' });
          const whole = readSdJwt(writeSdJwt(issued, disclosures));
          const chosen = Object.keys(given).filter((_, index) => picks[index]);
          const shown = writeSdJwt(
            issued,
            choose(
              whole,
              chosen.map((name) => ['fields', name]),
            ),
          );
          const expected = Object.fromEntries(
            chosen.map((name) => [name, JSON.parse(JSON.stringify(given[name]))]),
          );
          expect(reveal(readSdJwt(shown)).claims['fields']).toEqual(expected);
          expect(await stranger.getClaims(shown)).toMatchObject({ fields: expected });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads what another library issued, nested and in arrays', async () => {
    const claims = { a: { b: [1, { c: 'x' }, 3], d: 'y' }, e: 'z' };
    const issued = await stranger.issue(claims, {
      a: { b: { _sd: [0, 1, 2], 1: { _sd: ['c'] } }, _sd: ['b', 'd'] },
      _sd: ['e'],
    });
    const { claims: shown } = reveal(readSdJwt(issued));
    expect(shown).toMatchObject(claims);
    const sdJwt = readSdJwt(issued);
    const part = writeSdJwt(sdJwt.issued.text, choose(sdJwt, [['a', 'b', 1, 'c']]));
    expect(reveal(readSdJwt(part)).claims).toMatchObject({ a: { b: [{ c: 'x' }] } });
    expect(reveal(readSdJwt(part)).claims).not.toHaveProperty('e');
  });

  it.each<[string, object, string[]]>([
    ['one that was not signed', { _sd: [] }, [disclosure('a', 1)]],
    ['one given twice', { _sd: [digestOf(disclosure('a', 1))] }, [disclosure('a', 1), disclosure('a', 1)]],
    [
      'one signed in two places',
      { _sd: [digestOf(disclosure('a', 1))], b: { _sd: [digestOf(disclosure('a', 1))] } },
      [disclosure('a', 1)],
    ],
    ['a name that is taken', { a: 0, _sd: [digestOf(disclosure('a', 1))] }, [disclosure('a', 1)]],
    ['a name of the format', { _sd: [digestOf(disclosure('_sd', []))] }, [disclosure('_sd', [])]],
    ['an element as a member', { _sd: [digestOf(disclosure(1))] }, [disclosure(1)]],
    ['a member as an element', { b: [{ '...': digestOf(disclosure('a', 1)) }] }, [disclosure('a', 1)]],
    ['another digest', { _sd_alg: 'sha-512', _sd: [] }, []],
    ['no base64url', { _sd: [] }, ['a+b=']],
  ])('refuses %s', (_, payload, disclosures) => {
    expect(() => revealing(payload, ...disclosures)).toThrow(SdJwtError);
  });

  it('keeps its head whatever it is given', () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const known = [disclosure('a', { b: 1 }), disclosure('c', [1])];
    const valid = writeSdJwt(
      jwt({ _sd: known.map(digestOf), d: [{ '...': 'x' }] }),
      known.map((text) => ({ text })),
    );
    const attempt = (text: string): SdJwt | undefined => {
      try {
        const read = readSdJwt(text);
        reveal(read);
        return read;
      } catch (error) {
        expect(error).toBeInstanceOf(SdJwtError);
        return undefined;
      }
    };
    expect(attempt(valid)?.disclosures).toHaveLength(2);
    expect(attempt(`${json({})}.${encodeBase64url(Buffer.from(`{"a":${deep}}`))}.AA~`)).toBeUndefined();
    expect(attempt('~'.repeat(2 ** 20))).toBeUndefined();
    expect(attempt(`${jwt({})}${'~e30'.repeat(300)}~`)).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(valid.length), fc.string({ maxLength: 5 }), fc.nat(5), (at, put, cut) => {
        attempt(valid.slice(0, at) + put + valid.slice(at + cut));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void attempt(`${json({})}.${json(value)}.AA~${json(value)}~`)),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes);
      }),
    );
  });
});
