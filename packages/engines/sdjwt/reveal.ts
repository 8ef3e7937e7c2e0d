import { bounds, SdJwtError, type Disclosure, type SdJwt } from './model.ts';

export type Path = readonly (string | number)[];

export interface Revealed {
  /** The claims with those that were shown in their places, and no trace of the rest. */
  claims: Record<string, unknown>;
  /** Where each disclosure belongs. */
  places: { path: Path; disclosure: Disclosure }[];
}

/**
 * Puts what was disclosed in its place (RFC 9901 section 7.1). Whoever calls has checked the issuer's signature, or
 * trusts nothing of it. Errors: `SdJwtError` for a disclosure that the issuer did not sign, one in two places, a name
 * that is taken, another digest than SHA-256.
 */
export function reveal({ issued, disclosures }: SdJwt): Revealed {
  const { _sd_alg: algorithm = 'sha-256', ...signed } = issued.payload;
  if (algorithm !== 'sha-256') throw new SdJwtError('another digest than sha-256');
  const byDigest = new Map(disclosures.map((disclosure) => [disclosure.digest, disclosure]));
  if (byDigest.size !== disclosures.length) throw new SdJwtError('a disclosure twice');
  const met = new Set<string>();
  const places: Revealed['places'] = [];

  /** The disclosure of a digest, which may stand in one place only. */
  function take(digest: unknown, path: Path): Disclosure | undefined {
    if (typeof digest !== 'string') throw new SdJwtError('a digest that is no text');
    if (met.has(digest)) throw new SdJwtError('a digest twice');
    met.add(digest);
    const disclosure = byDigest.get(digest);
    if (disclosure === undefined) return undefined;
    byDigest.delete(digest);
    places.push({ path: disclosure.name === undefined ? path : [...path, disclosure.name], disclosure });
    return disclosure;
  }

  function walk(value: unknown, path: Path): unknown {
    if (path.length > bounds.depth) throw new SdJwtError('nested too deeply');
    if (Array.isArray(value)) return walkArray(value, path);
    if (value === null || typeof value !== 'object') return value;
    return walkObject(value as Record<string, unknown>, path);
  }

  function walkObject({ _sd: digests = [], ...plain }: Record<string, unknown>, path: Path) {
    if (!Array.isArray(digests)) throw new SdJwtError('_sd is no array');
    if (Object.hasOwn(plain, '...')) throw new SdJwtError('… outside an array');
    const members = new Map(
      Object.entries(plain).map(([name, inner]) => [name, walk(inner, [...path, name])]),
    );
    for (const digest of digests) {
      const disclosure = take(digest, path);
      if (disclosure === undefined) continue;
      const { name, value } = disclosure;
      if (name === undefined) throw new SdJwtError('an element among the members of an object');
      if (members.has(name)) throw new SdJwtError('a name that is taken');
      members.set(name, walk(value, [...path, name]));
    }
    return Object.fromEntries(members);
  }

  function walkArray(elements: readonly unknown[], path: Path): unknown[] {
    const shown: unknown[] = [];
    for (const element of elements) {
      const digest = placeholderOf(element);
      const here = [...path, shown.length];
      if (digest === undefined) {
        shown.push(walk(element, here));
        continue;
      }
      const disclosure = take(digest, here);
      if (disclosure === undefined) continue;
      if (disclosure.name !== undefined) throw new SdJwtError('a member among the elements of an array');
      shown.push(walk(disclosure.value, here));
    }
    return shown;
  }

  const claims = walkObject(signed, []);
  if (byDigest.size > 0) throw new SdJwtError('a disclosure that was not signed');
  return { claims, places };
}

/** The digest that stands for an element of an array. */
function placeholderOf(element: unknown): unknown {
  if (element === null || typeof element !== 'object' || !Object.hasOwn(element, '...')) return undefined;
  if (Object.keys(element).length !== 1) throw new SdJwtError('… beside other members');
  return (element as { '...': unknown })['...'] ?? null;
}
