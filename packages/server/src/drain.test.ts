import http from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import Fastify from 'fastify';
import { drainConnections } from './drain.ts';

it('lets what is under way end, and waits for no connection that says nothing', async () => {
  const app = Fastify();
  drainConnections(app);
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  app.get('/', async () => {
    arrive();
    await released;
    return { whole: 'answer' };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { port: number };
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  const agent = new http.Agent({ keepAlive: true });
  const asked = once(http.get({ host: '127.0.0.1', port, agent }), 'response') as Promise<
    [http.IncomingMessage]
  >;
  await arrived;
  const closed = app.close();
  release();
  const [answer] = await asked;
  expect(await answer.toArray().then((parts) => Buffer.concat(parts).toString())).toBe('{"whole":"answer"}');
  await closed;
  await (silent.closed ? undefined : once(silent, 'close'));
});
