import { encodeSealInfo, sealFrom } from '@quancheng/engines/ofd';
import type { Name } from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import type { Authority } from '../../subject/authority/index.ts';
import type { Keys } from '../../subject/keys/index.ts';
import { takeMaker } from './maker.ts';
import { usages, type SealRow } from './model.ts';
import { drawForMaking } from './picture.ts';
import { nextOf, saveMade } from './store.ts';

export interface MakingDeps {
  keys: Keys;
  authority: Authority;
  /** The platform as the maker of seals. */
  maker: Name;
}

/** Types of GB/T 38540. */
const agencySeal = 1;
const personSeal = 2;

/**
 * Makes an approved seal: its pairs of keys and their certificates, its picture, and SESeal signed by the maker. The
 * keys are the platform's own, so that nobody signs by them past the grants, the agency's programs least of all.
 */
export async function makeSeal(ctx: Context, deps: MakingDeps, seal: SealRow): Promise<void> {
  const { keys, authority } = deps;
  const number = await numberFor(ctx, seal.divisionCode);
  const name = fullNameOf(seal);
  const owned = { agencyId: null, use: 'sign' } as const;
  const sm2KeyId = await keys.createKey(ctx, { ...owned, name: `seal-${number}-sm2`, algorithm: 'SM2' });
  const p256KeyId = await keys.createKey(ctx, {
    ...owned,
    name: `seal-${number}-p256`,
    algorithm: 'P-256',
  });
  const subject = { country: 'CN', organisation: seal.agencyZh, unit: number, common: name };
  const { agencyId } = seal;
  const forOfd = await authority.certify(ctx, { keyId: sm2KeyId, profile: 'seal', subject, agencyId });
  const forPdf = await authority.certify(ctx, { keyId: p256KeyId, profile: 'signer', subject, agencyId });
  const { ofd, path, width, height } = await drawForMaking(seal, number);
  const validUntil = new Date(Math.min(forOfd.validUntil.getTime(), forPdf.validUntil.getTime()));
  const maker = await takeMaker(ctx, deps);
  const info = encodeSealInfo({
    vendor: 'quancheng',
    id: number,
    type: seal.kind === 'person-name' ? personSeal : agencySeal,
    name,
    signers: { kind: 'certificates', certificates: [forOfd.der] },
    created: ctx.now,
    from: forOfd.validFrom,
    to: validUntil,
    picture: { type: 'OFD', data: ofd, width, height },
    extensions: [],
  });
  await saveMade(ctx, seal.id, {
    number,
    sm2KeyId,
    p256KeyId,
    sm2CertificateId: forOfd.id,
    es256CertificateId: forPdf.id,
    eseal: sealFrom(info, maker.certificate, await maker.sign(info)),
    path,
    width,
    height,
    validFrom: forOfd.validFrom,
    validUntil,
  });
}

/** What readers of documents show: the owner, with the use where the seal is for one alone. */
export function fullNameOf({ name, usage }: Pick<SealRow, 'name' | 'usage'>): string {
  return usage === 'official' || usage === 'personal' ? name : `${name}${usages[usage].zh}`;
}

/** 印章编码: the district's code, or the first six digits of what lies below it, and seven digits of a serial. */
async function numberFor(ctx: Context, divisionCode: string): Promise<string> {
  const area = divisionCode.slice(0, 6);
  return `${area}${String(await nextOf(ctx, `seal/${area}`)).padStart(7, '0')}`;
}

type Custody = Pick<SealRow, 'sm2KeyId' | 'p256KeyId' | 'sm2CertificateId' | 'es256CertificateId'>;

/** From now on nothing is signed; what custody and the authority refuse holds for signatures under way too. */
export async function holdCustody(
  ctx: Context,
  { keys, authority }: MakingDeps,
  seal: Custody,
): Promise<void> {
  for (const id of certificatesOf(seal))
    await unless(
      ['authority.held-already', 'authority.revoked-already'],
      authority.revoke(ctx, id, 'certificateHold'),
    );
  for (const id of keysOf(seal)) await keys.suspendKey(ctx, id);
}

export async function releaseCustody(
  ctx: Context,
  { keys, authority }: MakingDeps,
  seal: Custody,
): Promise<void> {
  for (const id of certificatesOf(seal)) await unless(['authority.not-held'], authority.release(ctx, id));
  for (const id of keysOf(seal)) await keys.resumeKey(ctx, id);
}

/** For good: the private parts are gone, and what was signed stays checkable. */
export async function endCustody(
  ctx: Context,
  { keys, authority }: MakingDeps,
  seal: Custody,
  reason: 'cessationOfOperation' | 'superseded',
): Promise<void> {
  for (const id of certificatesOf(seal))
    await unless(['authority.revoked-already'], authority.revoke(ctx, id, reason));
  for (const id of keysOf(seal)) {
    await keys.retireKey(ctx, id);
    await keys.destroyKey(ctx, id);
  }
}

/** An administrator of certificates may have been there before: then what is wanted is so already. */
async function unless(codes: readonly string[], work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof DomainError) || !codes.includes(error.entry.code)) throw error;
  }
}

function certificatesOf({ sm2CertificateId, es256CertificateId }: Custody): string[] {
  return [sm2CertificateId, es256CertificateId].filter((id) => id !== null);
}

function keysOf({ sm2KeyId, p256KeyId }: Custody): string[] {
  return [sm2KeyId, p256KeyId].filter((id) => id !== null);
}
