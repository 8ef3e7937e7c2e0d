import { randomBytes } from 'node:crypto';
import {
  TokenError,
  openSession,
  type TokenFault,
  type TokenKey,
  type TokenPlace,
  type TokenSession,
} from './token-session.ts';

/** What the process of the token is asked; the first question opens it. */
export type TokenQuestion =
  | { ask: 'open'; place: TokenPlace; pin: string }
  | { ask: 'wrap'; bytes: Uint8Array; aad: Uint8Array }
  | { ask: 'unwrap'; bytes: Uint8Array; aad: Uint8Array }
  | { ask: 'describe' }
  | { ask: 'make' }
  | { ask: 'import'; bytes: Uint8Array };

export type TokenAnswer =
  { value: Uint8Array | TokenKey | null } | { fault: TokenFault | 'refused'; message: string };

const nonceBytes = 12;
let session: TokenSession | undefined;

function opened(): TokenSession {
  if (!session) throw new TokenError('gone', 'the token was not opened');
  return session;
}

function answer(question: TokenQuestion): Uint8Array | TokenKey | null {
  switch (question.ask) {
    case 'open':
      session = openSession(question.place, question.pin);
      return null;
    case 'wrap':
      return opened().wrap(question.bytes, question.aad, randomBytes(nonceBytes));
    case 'unwrap':
      return opened().unwrap(question.bytes, question.aad);
    case 'describe':
      return opened().describe();
    case 'make':
      opened().makeKey();
      return null;
    case 'import':
      opened().importKey(question.bytes);
      return null;
  }
}

function answerOf(question: TokenQuestion): TokenAnswer {
  try {
    return { value: answer(question) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { fault: error instanceof TokenError ? error.fault : 'refused', message };
  }
}

process.on('message', (question: TokenQuestion) => void process.send?.(answerOf(question)));
// The server that asked is gone.
process.on('disconnect', () => process.exit());
// These are for the server, which may still need the token while it stops.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
