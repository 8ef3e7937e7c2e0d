import type { Context } from '../../platform/context/index.ts';
import { digest } from '../../platform/crypto/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { Keys } from '../../subject/keys/index.ts';
import { signedHeader } from './signature.ts';
import type { Upper } from './upper-store.ts';

/** What came of a call: an answer, a refusal of what was sent, or nobody who could answer. */
export type Reply<T> =
  { kind: 'answer'; body: T } | { kind: 'refused'; problem: Text } | { kind: 'away'; problem: Text };

/** Of what is wrong with what was sent; everything else is wrong with the connection. */
const refusals = new Set([400, 409, 413, 415]);
const patienceMs = 10_000;
/** No answer of the exchange is longer: a hundred licences, or versions and digests of a thousand. */
const mostAnswer = 2 ** 24;

/** A request that was written and signed; it goes out within minutes or is refused as too old. */
export interface Letter {
  url: URL;
  authorization: string;
  text: string;
}

export type Ask = <T>(ctx: Context, upper: Upper, path: string, body: object) => Promise<Reply<T>>;

/** Calls the upper level by requests that the key in custody signs; nothing of them is kept here. */
export interface Channel {
  /** Writes what is then delivered while no transaction waits for it. */
  write(ctx: Context, upper: Upper, path: string, body: object): Promise<Letter>;
  /** Both at once, for jobs: their transaction lasts as long. */
  ask: Ask;
}

export function createChannel(keys: Keys): Channel {
  async function write(ctx: Context, upper: Upper, path: string, body: object): Promise<Letter> {
    const text = JSON.stringify(body);
    const url = new URL(`/exchange/v1/${path}`, upper.origin);
    return { url, text, authorization: await authorize(ctx, keys, upper, url.pathname, text) };
  }
  return {
    write,
    ask: async (ctx, upper, path, body) => deliver(await write(ctx, upper, path, body)),
  };
}

/** Answers within 10 seconds, whatever the other side does. */
export async function deliver<T>({ url, authorization, text }: Letter): Promise<Reply<T>> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: text,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    const content = await contentOf(answer);
    if (answer.ok && content !== undefined) return { kind: 'answer', body: content as never };
    return {
      kind: isRefusal(answer.status, content) ? 'refused' : 'away',
      problem: problemOf(answer.status, content),
    };
  } catch (error) {
    return { kind: 'away', problem: silence(error) };
  }
}

/** Undefined where it is no JSON. */
async function contentOf(answer: Response): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let octets = 0;
  for await (const part of answer.body ?? []) {
    octets += part.byteLength;
    if (octets > mostAnswer) throw new Error('the answer of the upper level is too long');
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}

async function authorize(
  ctx: Context,
  keys: Keys,
  upper: Upper,
  path: string,
  text: string,
): Promise<string> {
  const { algorithm } = await keys.publicKeyOf(ctx, upper.keyId);
  const claims = {
    iss: upper.clientId,
    aud: upper.origin,
    method: 'POST',
    path,
    digest: digest('SM3', Buffer.from(text)).toString('hex'),
    iat: Math.floor(ctx.now.getTime() / 1000),
  };
  return signedHeader(algorithm as never, claims, async (bytes) => {
    const { signature } = await keys.signWith(ctx, upper.keyId, bytes);
    return signature;
  });
}

/** A 404 of the exchange is an answer; another one says that there is no exchange at this address. */
function isRefusal(status: number, content: unknown): boolean {
  return refusals.has(status) || (status === 404 && codeOf(content).startsWith('exchange.'));
}

function codeOf(content: unknown): string {
  return String((content as { code?: unknown } | undefined)?.code ?? '').slice(0, 60);
}

/** In the words of the other side, where it says them in both languages. */
function problemOf(status: number, content: unknown): Text {
  const { text } = (content ?? {}) as { text?: Partial<Text> };
  const code = codeOf(content);
  const end = code === '' ? String(status) : `${status} ${code}`;
  return {
    zh: `${typeof text?.zh === 'string' ? text.zh.slice(0, 300) : '上级系统没有受理。'}（${end}）`,
    en: `${typeof text?.en === 'string' ? text.en.slice(0, 300) : 'The upper level refused it.'} (${end})`,
  };
}

function silence(error: unknown): Text {
  const late = error instanceof Error && error.name === 'TimeoutError';
  return late
    ? { zh: '上级系统 10 秒内没有回应。', en: 'The upper level did not answer within 10 seconds.' }
    : {
        zh: '连不上上级系统，或者连接中断。',
        en: 'The upper level cannot be reached, or the connection broke.',
      };
}
