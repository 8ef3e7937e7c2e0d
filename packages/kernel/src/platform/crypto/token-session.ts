import { randomBytes } from 'node:crypto';
import { addressOf, ckr, loadModule, Pkcs11Error, ulongBytes, wordAt, words, type Call } from './pkcs11.ts';

/** Which key of which token. */
export interface TokenPlace {
  /** File of the PKCS #11 module. */
  module: string;
  /** Label of the token. */
  token: string;
  /** Label of the key. */
  key: string;
}

/** Why a token did not do what it was asked. */
export type TokenFault = 'gone' | 'pin' | 'noKey' | 'hasKey' | 'altered';

export class TokenError extends Error {
  readonly fault: TokenFault;

  constructor(fault: TokenFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** What a key of the token lets itself be used for. */
export interface TokenKey {
  sensitive: boolean;
  extractable: boolean;
  /** Made in the token, and never outside of it. */
  local: boolean;
}

/** A token that is logged in. Errors: `TokenError`, `Pkcs11Error`. */
export interface TokenSession {
  /** AES-256-GCM as `seal` writes it: nonce ‖ ciphertext ‖ tag. */
  wrap(plain: Uint8Array, aad: Uint8Array, nonce: Uint8Array): Buffer;
  unwrap(wrapped: Uint8Array, aad: Uint8Array): Buffer;
  describe(): TokenKey;
  makeKey(): void;
  importKey(bytes: Uint8Array): void;
}

const cko = { secretKey: 4 };
const ckk = { aes: 0x1f };
const ckm = { aesKeyGen: 0x1080, aesGcm: 0x1087 };
const cka = {
  class: 0x00,
  token: 0x01,
  private: 0x02,
  label: 0x03,
  value: 0x11,
  keyType: 0x100,
  sensitive: 0x103,
  encrypt: 0x104,
  decrypt: 0x105,
  valueLen: 0x161,
  extractable: 0x162,
  local: 0x163,
};
const ckfSerialAndWrite = 0x4 | 0x2;
const ckuUser = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const mostSlots = 256;
const tokenInfoBytes = 512;
const labelBytes = 32;

export function openSession({ module, token, key }: TokenPlace, pin: string): TokenSession {
  const call = load(module);
  allowing(ckr.alreadyInitialized, () => call('C_Initialize', null));
  const opened = Buffer.alloc(ulongBytes);
  call('C_OpenSession', slotOf(call, token), ckfSerialAndWrite, null, null, opened);
  const session = wordAt(opened);
  logIn(call, session, pin);
  let known: bigint | undefined;

  function keyHandle(): bigint {
    known ??= findKey(call, session, key);
    if (known === undefined) throw new TokenError('noKey', `the token has no key “${key}”`);
    return known;
  }

  function gcm(direction: 'Encrypt' | 'Decrypt', input: Buffer, aad: Buffer, nonce: Buffer, most: number) {
    const parameters = words(
      addressOf(nonce),
      nonce.length,
      nonce.length * 8,
      addressOf(aad),
      aad.length,
      tagBytes * 8,
    );
    call(
      `C_${direction}Init`,
      session,
      words(ckm.aesGcm, addressOf(parameters), parameters.length),
      keyHandle(),
    );
    const output = Buffer.alloc(most);
    const length = words(most);
    call(`C_${direction}`, session, input, input.length, output, length);
    return output.subarray(0, Number(wordAt(length)));
  }

  /** A tag that does not fit is a general error to some modules (SoftHSM): then the token still opens what is right. */
  function isWell(): boolean {
    const nonce = Buffer.alloc(nonceBytes, randomBytes(nonceBytes));
    try {
      const sealed = gcm('Encrypt', own(nonce), own(nonce), nonce, nonceBytes + tagBytes);
      return gcm('Decrypt', own(sealed), own(nonce), nonce, sealed.length).equals(nonce);
    } catch {
      return false;
    }
  }

  const own = (bytes: Uint8Array) => Buffer.from(bytes);
  const keyTemplate = (): Attribute[] => [
    [cka.class, words(cko.secretKey)],
    [cka.keyType, words(ckk.aes)],
    [cka.label, Buffer.from(key)],
    [cka.token, yes],
    [cka.private, yes],
    [cka.sensitive, yes],
    [cka.extractable, no],
    [cka.encrypt, yes],
    [cka.decrypt, yes],
  ];

  function create(make: () => void): void {
    if (findKey(call, session, key) !== undefined)
      throw new TokenError('hasKey', `the token has a key “${key}” already`);
    make();
  }

  return {
    wrap: (plain, aad, nonce) => {
      const input = own(plain);
      const sealed = gcm('Encrypt', input, own(aad), own(nonce), plain.length + tagBytes);
      input.fill(0);
      return Buffer.concat([nonce, sealed]);
    },
    unwrap: (wrapped, aad) => {
      const whole = own(wrapped);
      if (whole.length < nonceBytes + tagBytes) throw new TokenError('altered', 'too short');
      const [nonce, sealed] = [whole.subarray(0, nonceBytes), whole.subarray(nonceBytes)];
      try {
        return gcm('Decrypt', own(sealed), own(aad), own(nonce), sealed.length);
      } catch (error) {
        if (error instanceof Pkcs11Error && (isAltered(error.code) || isWell()))
          throw new TokenError('altered', error.message);
        throw error;
      }
    },
    describe: () => {
      const handle = keyHandle();
      const read = (type: number) => {
        const value = Buffer.alloc(1);
        call('C_GetAttributeValue', session, handle, template([[type, value]]), 1);
        return value[0] === 1;
      };
      return { sensitive: read(cka.sensitive), extractable: read(cka.extractable), local: read(cka.local) };
    },
    makeKey: () =>
      create(() => {
        const attributes: Attribute[] = [...keyTemplate(), [cka.valueLen, words(keyBytes)]];
        const mechanism = words(ckm.aesKeyGen, 0, 0);
        call(
          'C_GenerateKey',
          session,
          mechanism,
          template(attributes),
          attributes.length,
          Buffer.alloc(ulongBytes),
        );
      }),
    importKey: (bytes) =>
      create(() => {
        const value = own(bytes);
        const attributes: Attribute[] = [...keyTemplate(), [cka.value, value]];
        call('C_CreateObject', session, template(attributes), attributes.length, Buffer.alloc(ulongBytes));
        value.fill(0);
      }),
  };
}

type Attribute = [type: number, value: Buffer];

const yes = Buffer.from([1]);
const no = Buffer.from([0]);

function template(attributes: readonly Attribute[]): Buffer {
  return Buffer.concat(attributes.map(([type, value]) => words(type, addressOf(value), value.length)));
}

function load(module: string): Call {
  try {
    return loadModule(module);
  } catch (error) {
    if (error instanceof Pkcs11Error) throw error;
    throw new TokenError('gone', 'the module cannot be loaded');
  }
}

function slotOf(call: Call, label: string): bigint {
  const count = words(mostSlots);
  const slots = Buffer.alloc(mostSlots * ulongBytes);
  call('C_GetSlotList', 1, slots, count);
  for (let index = 0; index < Number(wordAt(count)); index += 1) {
    const slot = wordAt(slots, index);
    const info = Buffer.alloc(tokenInfoBytes);
    call('C_GetTokenInfo', slot, info);
    if (info.toString('utf8', 0, labelBytes).trimEnd() === label) return slot;
  }
  throw new TokenError('gone', `no token is called “${label}”`);
}

function logIn(call: Call, session: bigint, pin: string): void {
  const bytes = Buffer.from(pin);
  try {
    allowing(ckr.alreadyLoggedIn, () => call('C_Login', session, ckuUser, bytes, bytes.length));
  } catch (error) {
    const refusals: readonly number[] = [ckr.pinIncorrect, ckr.pinExpired, ckr.pinLocked];
    if (error instanceof Pkcs11Error && refusals.includes(error.code))
      throw new TokenError('pin', error.message);
    throw error;
  } finally {
    bytes.fill(0);
  }
}

function findKey(call: Call, session: bigint, label: string): bigint | undefined {
  const attributes: Attribute[] = [
    [cka.class, words(cko.secretKey)],
    [cka.label, Buffer.from(label)],
  ];
  call('C_FindObjectsInit', session, template(attributes), attributes.length);
  const found = Buffer.alloc(ulongBytes);
  const count = words(0);
  call('C_FindObjects', session, found, 1, count);
  call('C_FindObjectsFinal', session);
  return wordAt(count) === 0n ? undefined : wordAt(found);
}

function isAltered(code: number): boolean {
  return code === ckr.encryptedDataInvalid || code === ckr.encryptedDataLenRange;
}

function allowing(code: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Pkcs11Error) || error.code !== code) throw error;
  }
}
