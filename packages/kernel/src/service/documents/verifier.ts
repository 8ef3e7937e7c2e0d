import { Worker } from 'node:worker_threads';
import type { Text } from '../../platform/text/index.ts';
import { documentErrors } from './errors.ts';
import type { Examined } from './trust.ts';

export interface Verifier {
  /** Checks the seals of an OFD or the signatures of a PDF; who issued their certificates is still to be asked. Errors: `document.*`. */
  verify(bytes: Uint8Array, at: Date): Promise<Examined>;
}

type Answer = Examined | { refused: Text };

const longestMs = 10_000;
const mostWaiting = 50;

/**
 * Checks documents of strangers apart from the server's own thread, one at a time: one that never ends, or that
 * takes all memory, is given up with its thread, and the others go on.
 */
export function createVerifier(): Verifier {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function start(): Worker {
    const started = new Worker(new URL('verify-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    started.unref();
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    worker = started;
    return started;
  }

  function ask(bytes: Uint8Array, at: Date): Promise<Answer> {
    const asked = worker ?? start();
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        void asked.terminate();
        finish(() => reject(documentErrors.tooHeavy()));
      };
      const timer = setTimeout(giveUp, longestMs);
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        asked.removeAllListeners('message').removeAllListeners('error');
        asked.on('error', () => undefined);
        settle();
      };
      asked.once('message', (answer: Answer) => finish(() => resolve(answer)));
      asked.once('error', giveUp);
      asked.postMessage({ bytes, at: at.getTime() });
    });
  }

  return {
    async verify(bytes, at) {
      if (waiting >= mostWaiting) throw documentErrors.busy();
      waiting += 1;
      const turn = last.then(() => ask(bytes, at));
      last = turn.catch(() => undefined);
      try {
        const answer = await turn;
        if ('refused' in answer) throw documentErrors.unreadable({ reason: answer.refused });
        return answer;
      } finally {
        waiting -= 1;
      }
    },
  };
}
