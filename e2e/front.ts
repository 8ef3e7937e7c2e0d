import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../packages/web/dist/client/assets/', import.meta.url));

/** A web server before the product that serves the built files from a folder of its own, as a city's may. */
export interface Front {
  origin: string;
  /** Where the product answers, once it does. */
  leadTo(port: number): void;
  /** Takes the files of the build away, as a newer build does that replaces the folder. */
  takeFiles(): Promise<void>;
  putFiles(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFront(): Promise<Front> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'qc-front-'));
  let port = 0;
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? '/', 'http://front');
    if (pathname.startsWith('/assets/')) void sendFile(path.join(folder, path.basename(pathname)), answer);
    else passOn(asked, answer, port);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const front: Front = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    leadTo: (to) => {
      port = to;
    },
    takeFiles: async () => {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
    },
    putFiles: () => cp(built, folder, { recursive: true }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(folder, { recursive: true, force: true });
    },
  };
  await front.putFiles();
  return front;
}

async function sendFile(file: string, answer: ServerResponse): Promise<void> {
  const there = await readdir(path.dirname(file));
  if (!there.includes(path.basename(file))) return void answer.writeHead(404).end();
  const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
  answer.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(await readFile(file));
}

function passOn(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url, headers } = asked;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (given) => {
    answer.writeHead(given.statusCode ?? 502, given.headers);
    given.pipe(answer);
  });
  onward.on('error', () => answer.writeHead(502).end());
  asked.pipe(onward);
}
