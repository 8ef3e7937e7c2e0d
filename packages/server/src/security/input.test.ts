import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { addressOf, type Operation } from './operations.ts';
import { behindProxy, pdf, readOperations, upload, visit } from './testkit.ts';

/** What breaks out of SQL, LIKE patterns, JSON, paths and headers, and what no column can keep. */
const nasty = fc.oneof(
  fc.constantFrom(
    "'",
    "' or '1'='1",
    "'; drop table account; --",
    '%',
    '\\',
    '_%\\',
    '\u0000',
    '\u{1F600}\u{20000}',
    '../../etc/passwd',
    '${7*7}',
    '{"$gt":""}',
    '<script>alert(1)</script>',
    '\r\nSet-Cookie: a=b',
    '-1',
    '1e999',
    '9999-99-99',
    '0000-00-00',
    'NaN',
    '00000000-0000-0000-0000-000000000000',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

describe('whatever is asked', () => {
  let server: TestServer;
  let operations: Operation[];
  let tokens: string[];
  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
    operations = await readOperations(server);
    const accounts = ['elder-72', 'market-head', 'market-data-officer', 'admin'];
    tokens = await Promise.all(accounts.map(async (account) => (await server.as(account)).token));
  });
  afterAll(() => server.stop());

  it('in a query never fails the server', { timeout: 120_000 }, async () => {
    const asked = operations.filter(({ method, query }) => method === 'GET' && Object.keys(query).length > 0);
    expect(asked.length).toBeGreaterThan(8);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...asked), fc.nat(), nasty, async (operation, pick, text) => {
        const names = Object.keys(operation.query);
        const name = names[pick % names.length] ?? '';
        for (const token of tokens) {
          const url = addressOf(operation, {}, { [name]: text.toWellFormed() });
          const { status } = await visit(server, { url, token, headers: { 'x-purpose': 'supervision' } });
          expect([operation.name, name, status < 500]).toEqual([operation.name, name, true]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('in a path never fails the server', { timeout: 120_000 }, async () => {
    const asked = operations.filter(({ params }) => Object.keys(params).length > 0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...asked), nasty, async (operation, text) => {
        const given = Object.fromEntries(
          Object.keys(operation.params).map((name) => [name, text.toWellFormed()]),
        );
        for (const token of tokens) {
          const { status } = await visit(server, {
            method: operation.method,
            url: addressOf(operation, given),
            token,
            ...(operation.method === 'GET' ? {} : { body: {} }),
            headers: { 'x-purpose': 'supervision' },
          });
          expect([operation.name, status < 500]).toEqual([operation.name, true]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('in an application never fails the server', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const { status } = await visit(server, {
          method: 'POST',
          url: '/api/v1/cases',
          token: tokens[0] ?? '',
          body: { item: 'elderly-card', form: { phone: text, [text]: text }, submit: false },
        });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 30 },
    );
  });

  it('at sign-in never fails the server', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (account, password) => {
        const body = new URLSearchParams({
          account: account.toWellFormed(),
          password: password.toWellFormed(),
        });
        const got = await visit(server, {
          method: 'POST',
          url: '/oidc/interaction/nobody/login',
          body: `${body.toString()}`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
        expect(got.status).toBeLessThan(500);
        expect(got.headers.get('set-cookie') ?? '').not.toContain('a=b');
      }),
      { numRuns: 8 },
    );
    for (const body of [
      'account=a&account=b&password=c',
      'account[x]=1&password[y]=2',
      '__proto__=1&account=a',
    ]) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const got = await visit(server, {
        method: 'POST',
        url: '/oidc/interaction/nobody/login',
        body,
        headers,
      });
      expect([body, got.status < 500]).toEqual([body, true]);
    }
  });

  const post = (body: string) =>
    visit(server, { method: 'POST', url: '/api/v1/cases', token: tokens[0] ?? '', body });

  it('as JSON has bounds: size, depth, and no way to the prototype', async () => {
    expect((await post(`{"item":"${'a'.repeat(3 * 2 ** 20)}"}`)).status).toBe(413);
    expect((await post(`${'['.repeat(1e5)}${']'.repeat(1e5)}`)).code).toBe('platform.too-deep');
    for (const body of [
      '{"__proto__":{"admin":true},"item":"elderly-card","form":{},"submit":false}',
      '{"constructor":{"prototype":{"admin":true}},"item":"elderly-card","form":{},"submit":false}',
      '{"item":"elderly-card","form":{"__proto__":{"phone":"1"}},"submit":false}',
      '{"item":"elderly-card","form":{},"submit":false',
      '\u0000',
    ])
      expect([body, (await post(body)).status]).toEqual([body, 400]);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('has an address of a bounded length, and headers too', async () => {
    expect((await visit(server, { url: `/api/v1/items?q=${'a'.repeat(10_000)}` })).status).toBe(400);
    const long = await visit(server, { url: '/api/v1/items', headers: { 'x-long': 'a'.repeat(20_000) } });
    expect([431, long.code]).toEqual([long.status, 'request.headers-too-large']);
  });

  it('is no other place of the disk', async () => {
    for (const url of [
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cetc',
    ]) {
      const got = await visit(server, { url, headers: { accept: '*/*' } });
      expect([url, got.status >= 400 && got.status < 500]).toEqual([url, true]);
    }
  });
});

describe('an upload', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
    token = (await server.as('elder-72')).token;
  });
  afterAll(() => server.stop());
  const bytes = (text: string) => new TextEncoder().encode(text);

  it.each([
    ['图.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    [
      '图.png',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ],
    ['页.html', '<!doctype html><script>alert(1)</script>'],
    ['页.pdf', '<html><body onload=alert(1)>'],
    ['包.pdf', 'PK\u0003\u0004'],
    ['程序.pdf', '\u007fELF'],
  ])('is refused when its first bytes are no picture and no PDF: %s', async (name, content) => {
    expect(await upload(server, token, name, bytes(content))).toMatchObject({
      status: 415,
      code: 'file.kind',
    });
  });

  it('is shown as what it is, in a page that can do nothing, whatever it is called', async () => {
    const names = [
      '../../../etc/passwd.pdf',
      'C:\\x\\y.pdf',
      'a"; filename="b.html',
      'a\r\nX: y.pdf',
      '.',
      '材料.pdf',
    ];
    for (const name of names) {
      const made = JSON.parse((await upload(server, token, name, pdf)).text) as { id: string; name: string };
      expect(made.name).not.toMatch(/[/\\"\r\n]/);
      const { headers } = await visit(server, { url: `/api/v1/files/${made.id}`, token });
      expect(headers.get('content-type')).toBe('application/pdf');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.* frame-ancestors 'self'/);
      expect(headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''[\w%.!'()*~-]+$/);
      expect(headers.get('x')).toBeNull();
    }
  });
});
