/** How long, and how many, unwrapped keys stay in memory. */
const lifeMs = 10 * 60_000;
const most = 200;

interface Held {
  secret: Buffer;
  timer: NodeJS.Timeout;
}

/** Unwrapped keys of this process, so that not every call asks for the master key. */
export interface SecretCache {
  /**
   * Lends a secret to `work`, which must neither keep it nor wait: what is lent may be filled with zeros as soon as
   * something else runs.
   */
  lend<T>(name: string, load: () => Promise<Buffer>, work: (secret: Buffer) => T): Promise<T>;
  /** Forgets the secrets whose names begin so. */
  forget(prefix: string): void;
  readonly size: number;
}

/** Buffers are filled with zeros when they are let go; copies inside OpenSSL and of SM2 are beyond reach. */
export function createSecretCache(): SecretCache {
  const held = new Map<string, Held>();

  function drop(name: string): void {
    const found = held.get(name);
    if (!found) return;
    clearTimeout(found.timer);
    found.secret.fill(0);
    held.delete(name);
  }

  function keep(name: string, secret: Buffer): void {
    drop(name);
    const timer = setTimeout(() => drop(name), lifeMs);
    timer.unref();
    held.set(name, { secret, timer });
    const [oldest] = held.keys();
    if (held.size > most && oldest !== undefined) drop(oldest);
  }

  return {
    lend: async (name, load, work) => {
      const known = held.get(name);
      if (known) {
        held.delete(name); // the one used last stands last
        held.set(name, known);
        return work(known.secret);
      }
      const secret = await load();
      keep(name, secret);
      return work(secret);
    },
    forget: (prefix) => {
      for (const name of held.keys()) if (name.startsWith(prefix)) drop(name);
    },
    get size() {
      return held.size;
    },
  };
}
