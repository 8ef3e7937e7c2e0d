import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * A payment channel for trying and testing (docs/guides/payment-channel.md): orders, refunds, payouts and
 * daily statements over HTTP. It charges nobody; its state is one file, so that it survives a restart.
 */

interface Entry {
  kind: 'order' | 'refund' | 'payout';
  id: string;
  ref: string;
  amount: number;
  subject: string;
  notifyUrl: string;
  returnUrl: string;
  state: 'open' | 'done';
  date: string;
  told: boolean;
}

const secret = process.env['CHANNEL_SECRET'] ?? '';
const stateFile = process.env['CHANNEL_STATE'] ?? '';
const delayMs = Number(process.env['CHANNEL_DELAY_MS'] ?? 500);
const entries = new Map<string, Entry>(load().map((entry) => [`${entry.kind} ${entry.id}`, entry]));

function load(): Entry[] {
  return stateFile && existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as Entry[]) : [];
}

function save(): void {
  if (!stateFile) return;
  writeFileSync(`${stateFile}.new`, JSON.stringify([...entries.values()]), { mode: 0o600 });
  renameSync(`${stateFile}.new`, stateFile);
}

const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/** Makes an entry once: the same id again answers the first one. */
function make(kind: Entry['kind'], body: Record<string, unknown>): Entry {
  const key = `${kind} ${String(body['id'])}`;
  const known = entries.get(key);
  if (known) return known;
  const entry: Entry = {
    kind,
    id: String(body['id']),
    ref: `${kind[0]?.toUpperCase()}${randomUUID().replaceAll('-', '').slice(0, 18)}`,
    amount: Number(body['amount']),
    subject: String(body['subject'] ?? body['purpose'] ?? ''),
    notifyUrl: String(body['notifyUrl'] ?? ''),
    returnUrl: String(body['returnUrl'] ?? ''),
    state: kind === 'order' ? 'open' : 'done',
    date: new Date().toISOString().slice(0, 10),
    told: false,
  };
  entries.set(key, entry);
  save();
  return entry;
}

/** Tells the merchant until it answers, with growing delay, as channels do. */
function tell(entry: Entry, attempt = 0): void {
  const wait = attempt === 0 ? delayMs : Math.min(60_000, 1000 * 2 ** attempt);
  const send = async (): Promise<void> => {
    const kind = { order: 'order.paid', refund: 'refund.done', payout: 'payout.paid' }[entry.kind];
    const notice = { kind, id: entry.id, ref: entry.ref, amount: entry.amount, reason: '' };
    try {
      const answer = await fetch(entry.notifyUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-signature': sign(Object.values(notice).join('\n')),
        },
        body: JSON.stringify(notice),
        signal: AbortSignal.timeout(10_000),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      entry.told = true;
      save();
    } catch {
      if (attempt < 12) tell(entry, attempt + 1);
    }
  };
  setTimeout(() => void send(), wait).unref();
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

interface PageWords {
  lang: string;
  title: string;
  subject: string;
  amount: (yuan: string) => string;
  pay: string;
  paid: string;
  back: string;
  note: string;
  other: { lang: string; name: string };
}

const pageWords = {
  zh: {
    lang: 'zh-CN',
    title: '演示支付',
    subject: '缴费项目',
    amount: (yuan) => `${yuan} 元`,
    pay: '确认支付',
    paid: '已支付。',
    back: '返回办件',
    note: '这是演示渠道，不会真实扣款。',
    other: { lang: 'en', name: 'English' },
  },
  en: {
    lang: 'en',
    title: 'Demo payment',
    subject: 'For',
    amount: (yuan) => `${yuan} yuan`,
    pay: 'Pay',
    paid: 'Paid.',
    back: 'Back to the application',
    note: 'This is a demo: nobody is charged.',
    other: { lang: 'zh', name: '中文' },
  },
} satisfies Record<string, PageWords>;

/** The language that the address asks for, else the browser. */
function wordsFor(request: IncomingMessage): PageWords {
  const asked = new URL(request.url ?? '/', 'http://channel').searchParams.get('lang');
  const lang = asked ?? request.headers['accept-language'] ?? '';
  return lang.startsWith('en') ? pageWords.en : pageWords.zh;
}

function payPage(entry: Entry, words: PageWords): string {
  const yuan = (entry.amount / 100).toFixed(2);
  const { lang, title, other } = words;
  const next =
    entry.state === 'done'
      ? `<p>${words.paid}</p><p><a href="${escape(entry.returnUrl)}">${words.back}</a></p>`
      : `<form method="post"><button type="submit">${words.pay}</button></form>`;
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>body{font:18px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;color:#1c2b2d;background:#faf8f4}
.amount{font-size:2.4rem;font-variant-numeric:tabular-nums}button{font:inherit;width:100%;min-height:3rem;border:0;border-radius:.5rem;background:#0b6166;color:#fff}button:focus-visible{outline:3px solid #0b6166;outline-offset:3px}.note{color:#4f5b5d;font-size:1rem}a{color:#0b6166}</style>
<main><h1>${title}</h1><p>${words.subject} <span lang="zh-CN">${escape(entry.subject)}</span></p><p class="amount">${words.amount(yuan)}</p>
${next}
<p class="note">${words.note}</p><p class="note"><a href="?lang=${other.lang}" lang="${other.lang}">${other.name}</a></p></main></html>`;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '/';
  const pay = /^\/pay\/(\w+)(?:\?.*)?$/.exec(url);
  if (pay) return showPayment(request, response, pay[1] ?? '');
  const text = await read(request);
  if (request.headers['x-signature'] !== sign(`${request.method} ${url}\n${text}`))
    return send(response, 401, { error: 'signature' });
  const statement = /^\/v1\/statements\/(\d{4}-\d\d-\d\d)$/.exec(url);
  if (statement) {
    const rows = [...entries.values()].filter(
      (entry) => entry.state === 'done' && entry.date === statement[1],
    );
    return send(response, 200, {
      rows: rows.map(({ kind, id, ref, amount }) => ({ kind, id, ref, amount })),
    });
  }
  const kind = ({ '/v1/orders': 'order', '/v1/refunds': 'refund', '/v1/payouts': 'payout' } as const)[url];
  if (!kind || request.method !== 'POST') return send(response, 404, { error: 'unknown' });
  const entry = make(kind, JSON.parse(text) as Record<string, unknown>);
  if (kind !== 'order' && !entry.told) tell(entry);
  return send(response, 200, {
    ref: entry.ref,
    state: kind === 'order' ? entry.state : 'sent',
    payUrl: `${origin()}/pay/${entry.ref}`,
  });
}

async function showPayment(request: IncomingMessage, response: ServerResponse, ref: string): Promise<void> {
  const entry = [...entries.values()].find((candidate) => candidate.ref === ref);
  if (!entry) return void response.writeHead(404).end();
  if (request.method === 'POST' && entry.state === 'open') {
    entry.state = 'done';
    save();
    tell(entry);
    return void response.writeHead(303, { location: entry.returnUrl || url() }).end();
  }
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end(payPage(entry, wordsFor(request)));

  function url(): string {
    return `${origin()}/pay/${ref}`;
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => send(response, 500, { error: 'internal' }));
});
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  for (const entry of entries.values()) if (entry.state === 'done' && !entry.told) tell(entry);
  process.stdout.write(`${origin()}\n`);
});

function origin(): string {
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

process.on('SIGTERM', () => process.exit(0));
// The parent's end closes our input: a channel of a killed demo does not stay behind.
process.stdin.on('end', () => process.exit(0)).resume();
