import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSecretCache } from './cache.ts';

describe('unwrapped keys in memory', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const zeros = Buffer.alloc(4);
  const secretOf = (number: number) => Buffer.alloc(4, number + 1);

  it('are loaded once, and lent', async () => {
    const cache = createSecretCache();
    let loads = 0;
    const load = async () => {
      loads += 1;
      return secretOf(loads);
    };
    for (let turn = 0; turn < 3; turn += 1)
      expect(await cache.lend('a/1', load, (secret) => Buffer.from(secret))).toEqual(secretOf(1));
    expect(loads).toBe(1);
  });

  it('are filled with zeros after ten minutes, however often they are used', async () => {
    const cache = createSecretCache();
    const secret = secretOf(1);
    await cache.lend(
      'a/1',
      async () => secret,
      () => undefined,
    );
    vi.advanceTimersByTime(9 * 60_000);
    await cache.lend(
      'a/1',
      async () => zeros,
      () => undefined,
    );
    expect(secret).toEqual(secretOf(1));
    vi.advanceTimersByTime(60_000);
    expect([cache.size, secret]).toEqual([0, zeros]);
  });

  it('are 200 at most: the one used last longest ago goes', async () => {
    const cache = createSecretCache();
    const secrets = Array.from({ length: 200 }, (_, index) => secretOf(index % 200));
    for (const [index, secret] of secrets.entries())
      await cache.lend(
        `${index}/1`,
        async () => secret,
        () => undefined,
      );
    await cache.lend(
      '0/1',
      async () => zeros,
      () => undefined,
    );
    await cache.lend(
      'new/1',
      async () => secretOf(9),
      () => undefined,
    );
    expect(cache.size).toBe(200);
    expect(secrets[0]).toEqual(secretOf(0));
    expect(secrets[1]).toEqual(zeros);
  });

  it('are forgotten by key, with all versions', async () => {
    const cache = createSecretCache();
    const secrets = ['a/1', 'a/2', 'b/1'].map((name) => ({ name, secret: secretOf(1) }));
    for (const { name, secret } of secrets)
      await cache.lend(
        name,
        async () => secret,
        () => undefined,
      );
    cache.forget('a');
    expect(secrets.map(({ secret }) => secret)).toEqual([zeros, zeros, secretOf(1)]);
  });

  it('are kept once when two ask at the same moment', async () => {
    const cache = createSecretCache();
    const secrets = [secretOf(1), secretOf(1)];
    const seen = await Promise.all(
      secrets.map((secret) =>
        cache.lend(
          'a/1',
          async () => secret,
          (lent) => Buffer.from(lent),
        ),
      ),
    );
    expect(seen).toEqual([secretOf(1), secretOf(1)]);
    expect([cache.size, secrets[0], secrets[1]]).toEqual([1, zeros, secretOf(1)]);
  });
});
