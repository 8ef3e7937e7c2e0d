import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

// OWASP password storage: scrypt with N=2^15, r=8, p=3 or stronger costs about 100 ms here.
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };
const keyLength = 32;

/** `scrypt$N$r$p$salt$key`, so that a stronger cost can come later without breaking old hashes. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Hashes of a set that is shown once; they share a salt, so that one derivation finds any of them. */
export async function hashTogether(secrets: readonly string[]): Promise<string[]> {
  const [first = '', ...others] = secrets;
  const one = await hashPassword(first);
  return [one, ...(await Promise.all(others.map((secret) => hashLike(secret, one))))];
}

/** The hash of a secret with cost and salt of another one. */
export async function hashLike(secret: string, stored: string): Promise<string> {
  const { options, salt, head } = partsOf(stored);
  return `${head}$${(await derive(secret, salt, options)).toString('base64url')}`;
}

/** Takes as long for an account without a password as for a wrong one, so that nothing can be enumerated. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { options, salt, key } = partsOf(
    stored ?? `scrypt$${cost.N}$${cost.r}$${cost.p}$AAAAAAAAAAAAAAAAAAAAAA$`,
  );
  const derived = await derive(password, salt, options);
  return key.length === derived.length && timingSafeEqual(derived, key);
}

function partsOf(stored: string) {
  const [kind, n, r, p, salt, key] = stored.split('$');
  return {
    options: { ...cost, N: Number(n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt ?? '', 'base64url'),
    key: Buffer.from(key ?? '', 'base64url'),
    head: [kind, n, r, p, salt].join('$'),
  };
}

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyLength, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
