import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { cryptoErrors, keyStoreErrors } from './errors.ts';
import type { Master } from './master.ts';
import type { TokenAnswer, TokenQuestion } from './token-child.ts';
import type { TokenKey, TokenPlace } from './token-session.ts';

export type { TokenKey, TokenPlace };

export interface TokenOptions extends TokenPlace {
  /** Asked each time the token is opened, so that one that was wrong can be put right while the server runs. */
  readPin: () => Promise<string>;
  /** How long the token may take for one answer, in milliseconds; 5 seconds unless said. */
  patienceMs?: number;
  /**
   * How long a token that did not answer is left alone, in milliseconds; 15 seconds unless said. Meanwhile calls are
   * refused at once: each that waits holds a connection to the database.
   */
  restMs?: number;
}

/**
 * A master key that stays in a PKCS #11 token: it is asked for each wrap and unwrap. Errors of all, besides those of
 * `Master`: `key-store.gone`, `key-store.silent`, `key-store.pin`, `key-store.no-key`; the next call tries anew.
 */
export interface TokenMaster extends Master {
  describe(): Promise<TokenKey>;
  /** Makes the key in the token, which it never leaves. Errors: `key-store.has-key`. */
  makeKey(): Promise<void>;
  /** Gives the token a key that others know, such as the keepers of its shares. Errors: `key-store.has-key`. */
  importKey(bytes: Uint8Array): Promise<void>;
}

const usualPatienceMs = 5000;
const usualRestMs = 15_000;
const child = fileURLToPath(new URL('token-child.ts', import.meta.url));

/**
 * The module runs in a process of its own: one that hangs or falls over takes that process with it, and no more. What
 * is asked waits in a line, as one session answers one question at a time.
 */
export function tokenMaster({
  readPin,
  patienceMs = usualPatienceMs,
  restMs = usualRestMs,
  ...place
}: TokenOptions): TokenMaster {
  let running: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let refusedPin: string | undefined;
  let restsUntil = 0;
  const silent = () => keyStoreErrors.silent({ seconds: patienceMs / 1000 });

  function drop(): void {
    running?.kill('SIGKILL'); // a module that hangs hears no other
    running = undefined;
  }

  async function open(): Promise<ChildProcess> {
    const pin = await readPin();
    const digest = createHash('sha256').update(pin).digest('hex');
    // Each try counts: a token locks itself for good after a few.
    if (digest === refusedPin) throw keyStoreErrors.pin();
    const started = fork(child, {
      env: moduleEnvironment(),
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.unref();
    started.channel?.unref();
    started.on('error', () => undefined);
    started.once('exit', () => {
      if (running === started) running = undefined;
    });
    running = started;
    const answer = await exchange(started, { ask: 'open', place, pin });
    if ('fault' in answer) {
      drop();
      if (answer.fault === 'pin') refusedPin = digest;
      throw errorOf(answer);
    }
    refusedPin = undefined;
    return started;
  }

  function exchange(asked: ChildProcess, question: TokenQuestion): Promise<TokenAnswer> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        asked.off('message', onMessage).off('exit', onExit);
        settle();
      };
      const timer = setTimeout(() => {
        drop();
        restsUntil = performance.now() + restMs;
        finish(() => reject(silent()));
      }, patienceMs);
      const onMessage = (answer: TokenAnswer) => finish(() => resolve(answer));
      const onExit = () => finish(() => reject(keyStoreErrors.gone({ what: 'exit' })));
      asked.on('message', onMessage).on('exit', onExit);
      asked.send(question, (error) => error && onExit());
    });
  }

  function ask(question: TokenQuestion): Promise<TokenAnswer & { value: unknown }> {
    const turn = last.then(async () => {
      if (performance.now() < restsUntil) throw silent();
      const answer = await exchange(running ?? (await open()), question);
      if (!('fault' in answer)) return answer;
      // Whatever is wrong with the token, the next question begins with a fresh one.
      if (answer.fault === 'gone' || answer.fault === 'refused') drop();
      throw errorOf(answer);
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  const bytesOf = async (question: TokenQuestion) => {
    const { value } = await ask(question);
    const bytes = value as Uint8Array;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };

  return {
    wrap: (bytes, aad) => bytesOf({ ask: 'wrap', bytes, aad }),
    unwrap: (bytes, aad) => bytesOf({ ask: 'unwrap', bytes, aad }),
    describe: async () => (await ask({ ask: 'describe' })).value as TokenKey,
    makeKey: async () => void (await ask({ ask: 'make' })),
    importKey: async (bytes) => void (await ask({ ask: 'import', bytes })),
    close: drop,
  };
}

/** The module is the code of others: it gets what its maker may have settings in, and no secret of ours. */
function moduleEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^(QC_|NODE_)|_URL$/.test(name));
  return Object.fromEntries(others);
}

function errorOf({ fault, message }: Extract<TokenAnswer, { fault: unknown }>): Error {
  switch (fault) {
    case 'altered':
      return cryptoErrors.altered();
    case 'pin':
      return keyStoreErrors.pin();
    case 'noKey':
      return keyStoreErrors.noKey();
    case 'hasKey':
      return keyStoreErrors.hasKey();
    case 'gone':
    case 'refused':
      return keyStoreErrors.gone({ what: message });
  }
}
