import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';

describe('system health', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('is told to administrators alone, as it is', async () => {
    const { status, body } = await (
      await server.as('admin')
    ).get<Record<string, Record<string, unknown>>>('/api/v1/admin/health');
    expect(status).toBe(200);
    expect(body['versions']?.['node']).toBe(process.versions.node);
    expect(body['migrations']?.['newest']).toMatch(/^\d{4}_/);
    expect(body['pool']).toMatchObject({ most: 8 });
    expect(body['disk']?.['freeBytes']).toBeGreaterThan(0);
    expect((await (await server.as('civil-head')).get('/api/v1/admin/health')).status).toBe(403);
  });
});
