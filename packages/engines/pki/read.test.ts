import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partsOf, PkiError, readOcspRequest, readTimeStampRequest } from './index.ts';
import { certify, makePair } from './testkit.ts';

const readers = {
  certificate: partsOf,
  'OCSP request': readOcspRequest,
  'time stamp request': readTimeStampRequest,
};

it.each(Object.entries(readers))(
  'a %s of any bytes is read or refused, and nothing else',
  async (_name, read) => {
    const pair = makePair('ES256');
    const { certificate } = await certify({ profile: 'root', common: '根', pair, issuer: pair });
    const attempt = (bytes: Uint8Array): void => {
      try {
        read(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(PkiError);
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), attempt), { seed: 1, numRuns: 1000 });
    // Close to right is where readers break.
    const at = fc.nat({ max: certificate.length - 1 });
    fc.assert(
      fc.property(at, fc.nat({ max: 255 }), at, (place, byte, length) => {
        const changed = certificate.slice(0, length);
        if (place < length) changed[place] = byte;
        attempt(changed);
      }),
      { seed: 2, numRuns: 1000 },
    );
  },
);
