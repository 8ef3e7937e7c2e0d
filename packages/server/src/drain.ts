import type { FastifyInstance } from 'fastify';

const everyMs = 50;

/**
 * Lets the requests under way end when the server stops, and then closes every connection: Node by itself waits for
 * those that a browser opened in advance, and for those that were busy when it stopped.
 */
export function drainConnections(app: FastifyInstance): void {
  let underWay = 0;
  app.addHook('onRequest', async (_, reply) => {
    underWay += 1;
    reply.raw.once('close', () => (underWay -= 1));
  });
  app.addHook('preClose', async () => {
    const timer = setInterval(() => underWay === 0 && app.server.closeAllConnections(), everyMs);
    app.server.once('close', () => clearInterval(timer));
  });
}
