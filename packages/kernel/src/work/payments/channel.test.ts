import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createChannel, type Channel } from './index.ts';

describe('a payment channel that hangs', () => {
  let server: Server;
  let channel: Channel;
  const answers: (() => void)[] = [];
  beforeAll(async () => {
    server = createServer((_request, response) => {
      answers.push(() => response.end(JSON.stringify({ ref: 'R1', payUrl: 'https://pay.example/R1' })));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    channel = createChannel(`http://127.0.0.1:${port}`, 'secret');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const order = (id: string) =>
    channel.createOrder({ id, amount: 100, subject: '费用', notifyUrl: 'http://x', returnUrl: 'http://x' });

  it('keeps a few people waiting and tells all others at once; it is asked again when it answers', async () => {
    const first = Array.from({ length: 6 }, (_, index) => order(`first ${index}`));
    const later: Promise<unknown>[] = [];
    let refused: unknown;
    // Those who come within the first second wait too.
    await vi.waitFor(
      async () => {
        later.push(order('later').catch((error: unknown) => (refused = error)));
        await new Promise((resolve) => setImmediate(resolve));
        expect(refused).toMatchObject({ entry: { code: 'payment.channel', status: 503 } });
      },
      { timeout: 9000, interval: 250 },
    );
    await vi.waitFor(() => expect(answers.length).toBe(first.length + later.length - 1));
    for (const answer of answers.splice(0)) answer();
    expect(await Promise.all(first)).toEqual(first.map(() => expect.objectContaining({ ref: 'R1' })));
    await Promise.all(later);
    const again = order('again');
    await vi.waitFor(() => expect(answers.length).toBe(1));
    answers[0]?.();
    expect(await again).toMatchObject({ ref: 'R1' });
  });
});
