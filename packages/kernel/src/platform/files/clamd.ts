import { createConnection, type NetConnectOpts, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fileErrors } from './errors.ts';
import type { Scanner } from './scanner.ts';

/** Longest that a check may take; clamd ends its own at two minutes. */
const patienceMs = 30_000;
const mostAnswer = 4096;

/**
 * Asks clamd (clamd(8), INSTREAM) about each file. Where it does not answer, or does so with an error, nothing is
 * taken: a check that can be switched off by overload is none. Errors: `file.unchecked`.
 * @param address `tcp://host:port`, or `unix:/path` of its socket
 */
export function clamd(address: string): Scanner {
  const { protocol, hostname, port, pathname } = new URL(address);
  const place: NetConnectOpts =
    protocol === 'unix:'
      ? { path: decodeURIComponent(pathname) }
      : { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 3310) };
  return {
    scan: async (content) => {
      const answer = await ask(place, content).catch(() => '');
      if (answer === 'stream: OK') return 'clean';
      if (/^stream: .+ FOUND$/.test(answer)) return 'infected';
      throw fileErrors.unchecked();
    },
  };
}

/** The answer of one connection, without the zero that ends it. */
async function ask(place: NetConnectOpts, content: Readable): Promise<string> {
  const socket = createConnection(place);
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('clamd does not answer')));
  const answer = answerOf(socket);
  // A socket that breaks while it is written to is told by the answer.
  const sent = send(socket, content).catch(() => undefined);
  try {
    return await answer;
  } finally {
    socket.destroy();
    await sent;
  }
}

async function answerOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const piece of socket.setEncoding('utf8') as AsyncIterable<string>) {
    text += piece;
    if (text.length > mostAnswer) throw new Error('clamd answers without an end');
    const end = text.indexOf('\0');
    if (end >= 0) return text.slice(0, end);
  }
  throw new Error('clamd hung up');
}

/** Each piece after its length; a length of zero ends it. */
async function send(socket: Socket, content: Readable): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'));
  for await (const piece of content as AsyncIterable<Uint8Array>) {
    if (piece.length === 0) continue;
    await write(socket, lengthOf(piece.length));
    await write(socket, piece);
  }
  await write(socket, lengthOf(0));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
