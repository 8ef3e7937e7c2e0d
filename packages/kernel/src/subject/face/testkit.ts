import { randomBytes } from 'node:crypto';
import type { FaceProvider, TestServer } from '@quancheng/testing';
import { system } from '../../platform/context/index.ts';

/** Hands the platform’s public key to the provider, as an operator does. */
export async function trustPlatform({ services }: TestServer, provider: FaceProvider): Promise<void> {
  await services.unit.run({ actor: system('tests hand a public key on') }, async (ctx) => {
    const { id } = await services.keys.findPlatformKey(ctx, 'face/requests', {
      use: 'sign',
      algorithm: 'P-256',
    });
    provider.trust((await services.keys.publicKeyOf(ctx, id)).publicKey);
  });
}

/** Octets that begin as a JPEG does and are found nowhere else, base64. */
export function picture(octets = 3000): string {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(octets)]).toString('base64');
}
