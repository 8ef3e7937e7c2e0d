import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer } from '@quancheng/testing';
import { visit } from './security/testkit.ts';

interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number };
}

interface Sent {
  resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
}

describe('traces', () => {
  let collector: Server;
  let endpoint: string;
  const spans: SentSpan[] = [];
  beforeAll(async () => {
    collector = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { resourceSpans } = JSON.parse(Buffer.concat(parts).toString()) as Sent;
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const address = collector.address();
    endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  afterAll(() => void collector.close());

  it('show a request with its transaction under the trace of its caller, and its jobs, and nothing of a person', async () => {
    const server = await startTestServer({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const { view } = await applyAs(server, 'elder-72');
    await server.settle();
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    await visit(server, { url: `/api/v1/cases/${view.id}`, headers: { traceparent } });
    await visit(server, { url: '/api/v1/items?q=老年证', headers: { traceparent } });
    await server.stop();
    const found = spans.find(({ name, traceId: id }) => name === 'GET /api/v1/items' && id === traceId);
    expect(found?.parentSpanId).toBe('b7ad6b7169203331');
    expect(valueOf(found, 'http.response.status_code')).toEqual({ intValue: 200 });
    expect(
      spans.some(({ name, parentSpanId }) => name === 'transaction' && parentSpanId === found?.spanId),
    ).toBe(true);
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['POST /api/v1/cases', 'GET /api/v1/cases/:id', 'job licence.paper']),
    );
    const written = JSON.stringify(spans);
    for (const secret of [view.id, '老年', view.licence?.number ?? '', '王秀兰', '10000000001'])
      expect(written).not.toContain(secret);
  });

  it('are as many as the operator says, whatever a caller asks for', async () => {
    spans.length = 0;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: '0' };
    const server = await startTestServer({ env });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect((await visit(server, { url: '/api/v1/items', headers: { traceparent } })).status).toBe(200);
    await server.stop();
    expect(spans).toEqual([]);
  });

  it('are lost and nothing else where the collector is away', async () => {
    const server = await startTestServer({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' } });
    expect((await visit(server, { url: '/api/v1/items' })).status).toBe(200);
    await server.stop();
  });
});

function valueOf(span: SentSpan | undefined, name: string): unknown {
  return span?.attributes.find(({ key }) => key === name)?.value;
}
