import { open, seal } from './seal.ts';

/**
 * What every key is wrapped by before it is written. `aad` says which key it is: wrapped bytes that were put in the
 * place of others do not unwrap. It wraps a byte at least, and answers later, so that a key which never leaves its hardware can stand here.
 */
export interface Master {
  wrap(bytes: Uint8Array, aad: Uint8Array): Promise<Buffer>;
  /** Errors: `crypto.altered`. */
  unwrap(wrapped: Uint8Array, aad: Uint8Array): Promise<Buffer>;
  /** Lets go of what it holds. */
  close(): void;
}

export const masterBytes = 32;

/** A master key that this process holds itself: AES-256-GCM, nonce ‖ ciphertext ‖ tag. */
export function localMaster(key: Uint8Array): Master {
  if (key.length !== masterBytes) throw new Error(`a master key has ${masterBytes} bytes`);
  const held = Buffer.from(key);
  return {
    wrap: async (bytes, aad) => seal('AES-256', held, bytes, aad),
    unwrap: async (wrapped, aad) => open('AES-256', held, wrapped, aad),
    close: () => void held.fill(0),
  };
}
