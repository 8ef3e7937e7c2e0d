import { createHmac, timingSafeEqual } from 'node:crypto';
import { paymentErrors } from './errors.ts';

/**
 * The documented API of a payment channel (docs/guides/payment-channel.md). Every call carries the id of
 * our order or payout as its idempotency key, so that a repeat charges or pays nothing twice.
 */
export interface Channel {
  createOrder(order: {
    id: string;
    amount: number;
    subject: string;
    notifyUrl: string;
    returnUrl: string;
  }): Promise<{ ref: string; payUrl: string }>;
  refund(order: { id: string; ref: string; amount: number; notifyUrl: string }): Promise<{ ref: string }>;
  pay(payout: {
    id: string;
    amount: number;
    payeeName: string;
    payeeAccount: string;
    purpose: string;
    notifyUrl: string;
  }): Promise<{ ref: string; state: 'sent' | 'paid' }>;
  /** The channel's list of what it did on a day, for reconciliation. */
  statement(
    date: string,
  ): Promise<{ kind: 'order' | 'refund' | 'payout'; id: string; ref: string; amount: number }[]>;
}

const patience = 10_000;
/** Whoever goes to pay waits for the channel with a connection to the database: one that hangs must not take them all. */
const waiting = { most: 6, longestMs: 1000 };

export function createChannel(url: string, secret: string): Channel {
  /** When the calls began that people wait for, oldest first. */
  const began = new Set<{ at: number }>();

  /** Errors: `payment.channel`, at once where several wait for a long time already. */
  async function whileItAnswers<T>(work: () => Promise<T>): Promise<T> {
    const [oldest] = began;
    const now = performance.now();
    if (oldest && began.size >= waiting.most && now - oldest.at > waiting.longestMs)
      throw paymentErrors.channel();
    const own = { at: now };
    began.add(own);
    try {
      return await work();
    } finally {
      began.delete(own);
    }
  }

  async function call<T>(method: 'GET' | 'POST', path: string, body?: Record<string, unknown>): Promise<T> {
    const text = body ? JSON.stringify(body) : '';
    const answer = await fetch(new URL(path, url), {
      method,
      headers: {
        'content-type': 'application/json',
        'x-signature': signBody(secret, `${method} ${path}\n${text}`),
        ...(body && typeof body['id'] === 'string' ? { 'idempotency-key': body['id'] } : {}),
      },
      ...(body ? { body: text } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    }).catch(() => {
      throw paymentErrors.channel();
    });
    if (!answer.ok) throw paymentErrors.channel();
    return (await answer.json()) as T;
  }
  return {
    createOrder: (order) => whileItAnswers(() => call('POST', '/v1/orders', order)),
    refund: (order) => call('POST', '/v1/refunds', order),
    pay: (payout) => call('POST', '/v1/payouts', payout),
    statement: async (date) => (await call<{ rows: never[] }>('GET', `/v1/statements/${date}`)).rows,
  };
}

/** HMAC-SHA-256 in hexadecimal. */
export function signBody(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

export function signatureMatches(secret: string, body: string, given: string): boolean {
  const expected = Buffer.from(signBody(secret, body));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
