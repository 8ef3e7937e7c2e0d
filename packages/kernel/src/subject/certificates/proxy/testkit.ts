import { request as send } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { TestServer } from '@quancheng/testing';
import type { TestAuthority } from '../stranger/testkit.ts';
import { shownBy } from '../testkit.ts';

/** A proxy that ends TLS, asks for certificates whoever issued them, and hands on what the handshake proved. */
export async function startTlsProxy(server: TestServer, authority: TestAuthority) {
  const own = await authority.issue({ subject: '/CN=localhost', section: 'server' });
  const [cert, key] = [new X509Certificate(own).toString(), await authority.keyOf(own)];
  const target = new URL(server.origin);
  const proxy = createServer(
    { cert, key, requestCert: true, rejectUnauthorized: false },
    (incoming, outgoing) => {
      const { raw } = (incoming.socket as TLSSocket).getPeerCertificate() as { raw?: Buffer };
      // What the browser wrote itself ends here.
      const headers = Object.entries(incoming.headers).filter(([name]) => !name.startsWith('client-cert'));
      const passed = { ...Object.fromEntries(headers), host: target.host, ...(raw ? shownBy(raw) : {}) };
      send({ host: '127.0.0.1', port: target.port, path: incoming.url, headers: passed }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      }).end();
    },
  );
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;

  return {
    /** Asks as a browser that has a certificate and its key, that of the authority unless given; answers where it is sent. */
    get: async (
      path: string,
      headers: Record<string, string>,
      shown?: Buffer,
      key?: string,
    ): Promise<string> => {
      const identity = shown && {
        cert: new X509Certificate(shown).toString(),
        key: key ?? (await authority.keyOf(shown)),
      };
      const options = { host: '127.0.0.1', port, path, headers, agent: false, rejectUnauthorized: false };
      return new Promise((resolve, reject) => {
        request({ ...options, ...identity }, (answer) => {
          answer.resume();
          resolve(answer.headers.location ?? '');
        })
          .once('error', reject)
          .end();
      });
    },
    stop: () => new Promise<void>((resolve) => proxy.close(() => resolve())),
  };
}
