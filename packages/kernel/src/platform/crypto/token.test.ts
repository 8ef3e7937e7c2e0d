import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSoftToken, softHsm, tokenProcesses, type SoftToken } from '@quancheng/testing';
import { localMaster, tokenMaster, type TokenMaster } from './index.ts';

const aad = Buffer.from('a key/1/SM2');

describe.skipIf(softHsm === undefined)('a master key in a token (SoftHSM: apt-get install softhsm2)', () => {
  let soft: SoftToken;
  let master: TokenMaster;
  const made: TokenMaster[] = [];
  const open = (change: Partial<Parameters<typeof tokenMaster>[0]> = {}) => {
    const { module, token, pin } = soft;
    const opened = tokenMaster({ module, token, key: 'master', readPin: async () => pin, ...change });
    made.push(opened);
    return opened;
  };
  beforeAll(async () => {
    soft = await makeSoftToken();
    master = open();
  });
  afterAll(async () => {
    for (const each of made) each.close();
    await soft.remove();
  });

  it('is made in it once, and cannot be taken out', async () => {
    await expect(master.wrap(aad, aad)).rejects.toThrow('key-store.no-key');
    await master.makeKey();
    expect(await master.describe()).toEqual({ sensitive: true, extractable: false, local: true });
    await expect(master.makeKey()).rejects.toThrow('key-store.has-key');
    await expect(master.importKey(randomBytes(32))).rejects.toThrow('key-store.has-key');
  });

  it('wraps what only it unwraps, as the key that it was wrapped as', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 3000 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.uint8Array({ minLength: 1, maxLength: 100 }), async (secret, name) => {
        const wrapped = await master.wrap(secret, name);
        expect(await master.unwrap(wrapped, name)).toEqual(Buffer.from(secret));
        await expect(master.unwrap(wrapped, Buffer.concat([name, name]))).rejects.toThrow('crypto.altered');
        const at = wrapped.length - 1;
        wrapped[at] = (wrapped[at] ?? 0) ^ 1;
        await expect(master.unwrap(wrapped, name)).rejects.toThrow('crypto.altered');
      }),
      { numRuns: 25 },
    );
    await expect(master.unwrap(Buffer.alloc(20), aad)).rejects.toThrow('crypto.altered');
  });

  it('wraps as the same key in a file would, so that its shares stand in for a lost token', async () => {
    const key = randomBytes(32);
    const shared = open({ key: 'shared' });
    await shared.importKey(key);
    expect(await shared.describe()).toMatchObject({ sensitive: true, extractable: false, local: false });
    const [file, secret] = [localMaster(key), randomBytes(1500)];
    expect(await file.unwrap(await shared.wrap(secret, aad), aad)).toEqual(secret);
    expect(await shared.unwrap(await file.wrap(secret, aad), aad)).toEqual(secret);
  });

  it('fails while the token is out or its process dies, and goes on by itself', async () => {
    const wrapped = await master.wrap(aad, aad);
    await soft.takeOut();
    for (const child of await tokenProcesses()) process.kill(child, 'SIGKILL');
    await expect(open().unwrap(wrapped, aad)).rejects.toThrow('key-store.gone');
    await expect.poll(() => master.unwrap(wrapped, aad).catch(String)).toMatch('key-store.gone');
    await soft.putIn();
    expect(await master.unwrap(wrapped, aad)).toEqual(aad);
    // In the middle of a line of calls: some fail, none answers something else, and the next ones go on.
    const children = await tokenProcesses();
    for (const child of children) process.kill(child, 'SIGSTOP'); // it is asked, and has not answered
    const calls = Array.from({ length: 200 }, () => master.unwrap(wrapped, aad));
    for (const child of children) process.kill(child, 'SIGKILL');
    const answers = await Promise.allSettled(calls);
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(String(reason)).toMatch('key-store.gone');
    for (const answer of answers) if (answer.status === 'fulfilled') expect(answer.value).toEqual(aad);
    expect(answers.at(-1)?.status).toBe('fulfilled');
  });

  it('gives a token up that does not answer, asks nothing of it for a while, and goes on', async () => {
    const slow = open({ patienceMs: 3000, restMs: 2000 });
    const wrapped = await slow.wrap(aad, aad);
    const before = await tokenProcesses();
    for (const child of before) process.kill(child, 'SIGSTOP');
    const calls = [1, 2, 3].map(() => slow.unwrap(wrapped, aad));
    for (const call of await Promise.allSettled(calls))
      expect(String(call.status === 'rejected' && call.reason)).toMatch('key-store.silent');
    expect(await startedSince(before)).toEqual([]); // none for the calls that waited
    await expect.poll(() => slow.unwrap(wrapped, aad).catch(String), { timeout: 20_000 }).toEqual(aad);
    for (const child of await tokenProcesses()) process.kill(child, 'SIGCONT');
  });

  it('does not try a wrong PIN again, and takes the right one as soon as it is there', async () => {
    await writeFile(soft.pinFile, '9999');
    let read = 0;
    const file = open({
      readPin: async () => {
        read += 1;
        return (await readFile(soft.pinFile, 'utf8')).trim();
      },
    });
    const before = await tokenProcesses();
    for (let tries = 0; tries < 5; tries += 1)
      await expect(file.wrap(aad, aad)).rejects.toThrow('key-store.pin');
    expect(read).toBe(5);
    await expect.poll(() => startedSince(before)).toEqual([]);
    await writeFile(soft.pinFile, soft.pin);
    await file.wrap(aad, aad);
  });

  it.each([
    ['another token', { token: 'nowhere' }],
    ['another module', { module: import.meta.filename }],
  ])('does not open %s', async (_, change) => {
    await expect(open(change).wrap(aad, aad)).rejects.toThrow('key-store.gone');
  });
});

/** Processes for tokens that are running and were not there before. */
async function startedSince(before: readonly number[]): Promise<number[]> {
  return (await tokenProcesses()).filter((child) => !before.includes(child));
}
