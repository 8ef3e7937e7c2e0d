import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import { licenceIdentifier } from '../../subject/identifiers/index.ts';
import type { LicenceRow } from './store.ts';

/**
 * 电子证照标识 (GB/T 36904): type of the licence, by the agency that defines it and a number of three digits there;
 * agency that issued it; its number and edition. A type that no other agency defines is the issuer's own.
 */
export function identifierOf(
  { issuerCode, number, edition }: Pick<LicenceRow, 'issuerCode' | 'number' | 'edition'>,
  { catalogue }: Partial<Pick<LicenceTypeSource, 'catalogue'>>,
): string {
  // Types that were published before they had a place in a catalogue have none.
  const { authority = issuerCode, number: place = '000' } = catalogue ?? {};
  const type = `${authority}${place}`;
  return licenceIdentifier({ type, issuer: issuerCode, serial: number, edition });
}
