import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer, type TestServer } from '@quancheng/testing';
import { behindProxy, visit, type Got } from './testkit.ts';

describe('every kind of answer', () => {
  let server: TestServer;
  const answers: Record<string, Got> = {};
  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
    const { client, view } = await applyAs(server, 'elder-72');
    await server.settle();
    const html = { accept: 'text/html' };
    const { token } = client;
    answers['page'] = await visit(server, { url: '/', headers: html });
    answers['missing page'] = await visit(server, { url: '/nothing/here', headers: html });
    answers['json'] = await visit(server, { url: '/api/v1/items' });
    answers['refusal'] = await visit(server, { url: '/api/v1/licences' });
    answers['missing route'] = await visit(server, { url: '/api/v1/nothing' });
    answers['pdf'] = await visit(server, { url: `/api/v1/licences/${view.licence?.id}/file`, token });
    answers['redirect'] = await visit(server, { url: '/auth/login' });
    answers['provider'] = await visit(server, { url: '/oidc/.well-known/openid-configuration' });
    answers['provider refuses'] = await visit(server, { url: '/oidc/auth?client_id=x' });
    answers['script'] = await visit(server, { url: '/api/v1/items/elderly-card/form/validator.js' });
    const file = /"(\/assets\/[^"]+\.js)"/.exec(answers['page'].text)?.[1];
    answers['file of a page'] = await visit(server, { url: file ?? '' });
    answers['metrics'] = await visit(server, { url: '/metrics' });
    answers['broken body'] = await visit(server, { method: 'POST', url: '/api/v1/cases', token, body: '{' });
  });
  afterAll(() => server.stop());

  const kinds = ['page', 'missing page', 'json', 'refusal', 'missing route', 'pdf', 'redirect', 'provider'];
  const all = [...kinds, 'provider refuses', 'script', 'file of a page', 'metrics', 'broken body'];

  it('is the kind that it should be', () => {
    const found = Object.fromEntries(all.map((kind) => [kind, answers[kind]?.status]));
    expect(found).toEqual({
      page: 200,
      'missing page': 404,
      json: 200,
      refusal: 401,
      'missing route': 404,
      pdf: 200,
      redirect: 302,
      provider: 200,
      'provider refuses': 400,
      script: 200,
      'file of a page': 200,
      metrics: 200,
      'broken body': 400,
    });
    expect(answers['pdf']?.headers.get('content-type')).toBe('application/pdf');
  });

  it('is sent compressed to a browser that takes it', async () => {
    for (const encoding of ['br', 'gzip']) {
      const headers = { accept: 'text/html', 'accept-encoding': encoding };
      const page = await fetch(`${server.origin}/`, { headers });
      expect(page.headers.get('content-encoding')).toBe(encoding);
      expect(await page.text()).toContain('</html>');
    }
  });

  it.each(all)('keeps the browser from guessing, framing and telling: %s', (kind) => {
    const headers = answers[kind]?.headers;
    expect(headers?.get('x-content-type-options')).toBe('nosniff');
    expect(headers?.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers?.get('referrer-policy')).toBe('same-origin');
    expect(headers?.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers?.get('content-security-policy')).toBeTruthy();
    expect(headers?.get('x-powered-by')).toBeNull();
    expect(headers?.get('server')).toBeNull();
    // The provider's description of itself is for programs everywhere.
    if (kind !== 'provider') expect(headers?.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['page', 'missing page', 'json', 'refusal', 'redirect'])(
    'has a policy that runs our own scripts alone: %s',
    (kind) => {
      const policy = policyOf(answers[kind]);
      expect(policy['script-src']).toEqual(["'self'", expect.stringMatching(/^'nonce-[\w+/]{22}=='$/)]);
      expect(policy['style-src']).not.toContain("'unsafe-inline'");
      expect(policy).toMatchObject({
        'default-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'"],
        'connect-src': ["'self'"],
      });
      expect(JSON.stringify(policy)).not.toMatch(/unsafe-eval|unsafe-inline|\*|https?:/);
    },
  );

  it('never uses a nonce twice, and no script of a page is without it', async () => {
    const again = await visit(server, { url: '/', headers: { accept: 'text/html' } });
    const nonceOf = (got: Got | undefined) => policyOf(got)['script-src']?.[1];
    expect(nonceOf(again)).not.toBe(nonceOf(answers['page']));
    const scripts = again.text.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    const nonce = nonceOf(again)?.slice(7, -1) ?? '-';
    const runs = scripts.filter((tag) => !tag.includes('type="application/json"'));
    expect(runs.filter((tag) => !tag.includes(nonce) && !/\bsrc="\/assets\//.test(tag))).toEqual([]);
    expect(again.text).not.toMatch(/\son\w+=|javascript:/i);
  });

  it('of a document may do nothing in the browser', () => {
    expect(policyOf(answers['pdf'])['default-src']).toEqual(["'none'"]);
    expect(policyOf(answers['pdf'])['script-src']).toBeUndefined();
  });

  it.each(['json', 'refusal', 'page'])('is kept by no shared cache: %s', (kind) => {
    const control = answers[kind]?.headers.get('cache-control') ?? '';
    if (kind === 'page') expect(control).toContain('private');
    if (kind === 'json') expect(control).toBe('no-store');
    expect(control).not.toContain('public');
  });

  it('that failed tells neither where nor in what it failed', () => {
    for (const kind of ['refusal', 'missing route', 'broken body', 'provider refuses'])
      expect(answers[kind]?.text).not.toMatch(/node_modules|\.ts\b|\bat \w+ \(|select |fastify|postgres/i);
  });
});

describe('over TLS', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: { ...behindProxy, QC_ORIGIN: 'https://example.test' } });
  });
  afterAll(() => server.stop());

  it('asks browsers to stay with TLS, and isolates its windows', async () => {
    const { headers } = await visit(server, { url: '/', headers: { accept: 'text/html' } });
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}; includeSubDomains/);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  it('lets the browser forget with signing out what it kept', async () => {
    const out = await visit(server, { method: 'POST', url: '/auth/logout' });
    expect(out.headers.get('clear-site-data')).toBe('"cache"');
  });

  it('keeps its cookies from scripts, other sites, plain HTTP and other hosts of the domain', async () => {
    // The provider sets its own over TLS alone: a proxy in front says that there is some.
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'example.test' };
    const { headers } = await visit(server, { url: '/auth/login', headers: forwarded });
    const out = await visit(server, { method: 'POST', url: '/auth/logout' });
    const own = [...headers.getSetCookie(), ...out.headers.getSetCookie()].filter((line) =>
      line.includes('qc_'),
    );
    expect(own.map((line) => line.split('=')[0])).toEqual(['__Host-qc_signin', '__Host-qc_session']);
    const begun = await visit(server, { url: headers.get('location') ?? '', headers: forwarded });
    const foreign = begun.headers.getSetCookie();
    expect(foreign.map((line) => line.split('=')[0])).toEqual([
      '__Host-_interaction',
      '__Host-_interaction.sig',
      '__Secure-_interaction_resume',
      '__Secure-_interaction_resume.sig',
    ]);
    for (const line of foreign)
      for (const attribute of ['httponly', 'secure', 'samesite=lax'])
        expect(line.toLowerCase()).toContain(`; ${attribute}`);
    for (const line of own) {
      for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
        expect(line).toContain(`; ${attribute}`);
      expect(line).not.toContain('Domain=');
    }
  });
});

function policyOf(got: Got | undefined): Record<string, string[]> {
  const directives = (got?.headers.get('content-security-policy') ?? '')
    .split(';')
    .map((part) => part.trim());
  return Object.fromEntries(
    directives.map((directive) => {
      const [name = '', ...values] = directive.split(/\s+/);
      return [name, values];
    }),
  );
}
