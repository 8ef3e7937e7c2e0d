import { hashOf } from './disclosure.ts';
import type { Disclosure, SdJwt } from './model.ts';
import { reveal, type Path } from './reveal.ts';

/** The disclosures by which these claims, what they stand in and all that stands in them, are shown. Errors: `SdJwtError`. */
export function choose(sdJwt: SdJwt, wanted: readonly Path[]): Disclosure[] {
  return reveal(sdJwt)
    .places.filter(({ path }) => wanted.some((other) => isWithin(path, other) || isWithin(other, path)))
    .map(({ disclosure }) => disclosure);
}

function isWithin(path: Path, other: Path): boolean {
  return path.length >= other.length && other.every((part, index) => path[index] === part);
}

/** The compact form, without the proof of the holder's key, which follows its last `~`. */
export function writeSdJwt(issued: string, disclosures: readonly Pick<Disclosure, 'text'>[]): string {
  return [issued, ...disclosures.map(({ text }) => text), ''].join('~');
}

/** What the proof of the holder's key says of the text before it, its last `~` included (RFC 9901 section 4.3.1). */
export function sdHashOf(presentation: string): string {
  return hashOf(presentation.slice(0, presentation.lastIndexOf('~') + 1));
}
