import koffi from 'koffi';

/** A refusal of the module: a CKR_* number (PKCS #11 v2.40, 3.4), and the function that answered it. */
export class Pkcs11Error extends Error {
  readonly code: number;

  constructor(called: string, code: number) {
    super(`${called}: 0x${code.toString(16)}`);
    this.code = code;
  }
}

export const ckr = {
  pinIncorrect: 0xa0,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  encryptedDataInvalid: 0x40,
  encryptedDataLenRange: 0x41,
  alreadyInitialized: 0x191,
  alreadyLoggedIn: 0x100,
} as const;

/** Places of the functions in CK_FUNCTION_LIST, as pkcs11f.h orders them. */
const places = {
  C_Initialize: 0,
  C_GetSlotList: 4,
  C_GetTokenInfo: 6,
  C_OpenSession: 12,
  C_Login: 18,
  C_CreateObject: 20,
  C_GetAttributeValue: 24,
  C_FindObjectsInit: 26,
  C_FindObjects: 27,
  C_FindObjectsFinal: 28,
  C_EncryptInit: 29,
  C_Encrypt: 30,
  C_DecryptInit: 33,
  C_Decrypt: 34,
  C_GenerateKey: 58,
} as const;

type Name = keyof typeof places;

/** Memory that the module reads or writes. */
type Argument = Buffer | bigint | number | null;

/** What the module answers goes into the buffers that it is handed. Errors: `Pkcs11Error`. */
export type Call = (name: Name, ...args: readonly Argument[]) => void;

/** How a call takes its arguments: `n` a CK_ULONG, `p` a pointer. */
const shapes: Readonly<Record<Name, string>> = {
  C_Initialize: 'p',
  C_GetSlotList: 'npp',
  C_GetTokenInfo: 'np',
  C_OpenSession: 'nnppp',
  C_Login: 'nnpn',
  C_CreateObject: 'npnp',
  C_GetAttributeValue: 'nnpn',
  C_FindObjectsInit: 'npn',
  C_FindObjects: 'npnp',
  C_FindObjectsFinal: 'n',
  C_EncryptInit: 'npn',
  C_Encrypt: 'npnpp',
  C_DecryptInit: 'npn',
  C_Decrypt: 'npnpp',
  C_GenerateKey: 'nppnp',
};

export const ulongBytes = 8;

/**
 * Loads a PKCS #11 module. Structures are laid out by hand, as 64-bit Unix has them (CK_ULONG of 8 bytes, little end
 * first); elsewhere it refuses.
 */
export function loadModule(file: string): Call {
  if (koffi.sizeof('unsigned long') !== ulongBytes) throw new Error('PKCS #11 is called on 64-bit Unix only');
  const getList = koffi.load(file).func('unsigned long C_GetFunctionList(_Out_ void **list)');
  const list: unknown[] = [null];
  const code = getList(list) as number;
  if (code !== 0) throw new Pkcs11Error('C_GetFunctionList', code);
  // Its version stands before the functions.
  const pointers = koffi.decode(list[0], ulongBytes, koffi.array('void *', 59)) as unknown[];
  const functions = new Map<Name, (...args: readonly unknown[]) => number | bigint>();
  for (const name of Object.keys(places) as Name[]) {
    const parameters = [...shapes[name]].map((shape) => (shape === 'n' ? 'unsigned long' : 'void *'));
    const shape = koffi.proto(`unsigned long ${name}_call(${parameters.join(', ')})`);
    functions.set(name, koffi.decode(pointers[places[name]], shape) as never);
  }
  return (name, ...args) => {
    const answered = Number(functions.get(name)?.(...args));
    // What an Init was handed may be read until its operation is done.
    if (!name.endsWith('Init')) pointedAt.length = 0;
    if (answered !== 0) throw new Pkcs11Error(name, answered);
  };
}

/** Buffers that structures point at: nothing else would keep them from being collected before the call. */
const pointedAt: Buffer[] = [];

/** Where a buffer lies, for a structure that points at it in the next call. */
export function addressOf(buffer: Buffer): bigint {
  pointedAt.push(buffer);
  return buffer.length === 0 ? 0n : BigInt(koffi.address(buffer) as bigint);
}

/** CK_ULONGs and pointers one behind the other, as the members of a structure. */
export function words(...members: readonly (number | bigint)[]): Buffer {
  const buffer = Buffer.alloc(members.length * ulongBytes);
  for (const [index, member] of members.entries())
    buffer.writeBigUInt64LE(BigInt(member), index * ulongBytes);
  return buffer;
}

export function wordAt(buffer: Buffer, index = 0): bigint {
  return buffer.readBigUInt64LE(index * ulongBytes);
}
