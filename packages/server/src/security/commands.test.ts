import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import { addressOf, exampleOf, type Operation, type Schema } from './operations.ts';
import { behindProxy, readOperations, visit } from './testkit.ts';

/** Examples where the schema alone does not say enough. */
const bodies: Readonly<Record<string, object>> = {
  'POST /api/v1/desk/items/audit': { name: '事项' },
  'PATCH /api/v1/desk/items/{id}': { name: '事项' },
};
const bodyOf = (operation: Operation): unknown =>
  bodies[operation.name] ?? (operation.body ? exampleOf(operation.body) : undefined);

/** Answers of people are checked by the form of their item, and contents of items by their own schema. */
const openByDesign: Readonly<Record<string, string>> = {
  'POST /oid4vci/token': 'its standard ignores what it does not know',
  'POST /oid4vci/credential': 'its standard ignores what it does not know',
  'POST /verifier/response/{id}': 'its standard ignores what it does not know',
  'POST /api/v1/cases/{id}/{verb}': 'each verb has a form of its own',
  'POST /api/v1/desk/items/audit': 'the elements of an item have a schema of their own',
  'PATCH /api/v1/desk/items/{id}': 'the elements of an item have a schema of their own',
};

describe('every command', () => {
  let server: TestServer;
  let commands: Operation[];
  let visitor: Visitor;
  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
    commands = (await readOperations(server)).filter(({ method }) => method !== 'GET');
    visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-72' });
  });
  afterAll(() => server.stop());

  async function answersBy(headers: Record<string, string>): Promise<Record<string, string>> {
    const cookie = `qc_session=${visitor.cookies.get('qc_session')}`;
    const found: Record<string, string> = {};
    for (const command of commands) {
      const body = bodyOf(command);
      const { status, code } = await visit(server, {
        method: command.method,
        url: addressOf(command),
        ...(body === undefined ? {} : { body }),
        headers: { cookie, ...headers },
      });
      found[command.name] = `${status} ${code ?? ''}`;
    }
    return found;
  }
  const everywhere = (answer: string) => Object.fromEntries(commands.map(({ name }) => [name, answer]));

  it('is found in the OpenAPI', () => expect(commands.length).toBeGreaterThan(30));

  it.each([
    ['no token', {}],
    ['the token of another session', { 'x-csrf-token': 'A'.repeat(32) }],
    // As long in characters, longer in bytes.
    ['bytes that are no token', { 'x-csrf-token': 'é'.repeat(32) }],
  ])('by cookie is refused with %s', async (_name, headers) => {
    expect(await answersBy(headers as Record<string, string>)).toEqual(everywhere('403 platform.csrf'));
  });

  it('by cookie passes with its own token', async () => {
    const { csrf } = (await (await visitor.fetch('/api/v1/session')).json()) as { csrf: string };
    const found = Object.values(await answersBy({ 'x-csrf-token': csrf }));
    expect(found).not.toContain('403 platform.csrf');
  });

  it('takes no form of another site: only JSON, and the upload', async () => {
    const token = (await server.as('elder-72')).token;
    const found: Record<string, number> = {};
    for (const command of commands.filter(({ body }) => body !== undefined)) {
      const { status } = await visit(server, {
        method: command.method,
        url: addressOf(command),
        token,
        body: 'item=elderly-card',
        headers: { 'content-type': 'text/plain' },
      });
      if (status !== 415) found[command.name] = status;
    }
    expect(found).toEqual({});
  });

  it('refuses fields that nobody asked for', async () => {
    const accounts = ['elder-72', 'market-clerk', 'market-decider', 'market-data-officer', 'admin'];
    const tokens = await Promise.all(accounts.map(async (account) => (await server.as(account)).token));
    const found: Record<string, string> = {};
    for (const command of commands) {
      // Files and what certificates are asked by are octets.
      if (command.name in openByDesign || /^\/(api\/v1\/files$|pki\/)/.test(command.path)) continue;
      const body = { ...(bodyOf(command) as object | undefined), surprise: true };
      const answers: string[] = [];
      for (const token of tokens) {
        const { status, text } = await visit(server, {
          method: command.method,
          url: addressOf(command),
          token,
          body,
          headers: { 'x-purpose': 'case-handling' },
        });
        answers.push(`${status}${text.includes('/surprise') ? ' surprise' : ''}`);
      }
      if (!answers.includes('400 surprise')) found[command.name] = answers.join(', ');
      if (answers.some((answer) => answer.startsWith('2'))) found[command.name] = answers.join(', ');
    }
    expect(found).toEqual({});
  });

  it('closes every object of its body, or says why not', () => {
    const open = commands
      .filter(({ name, body }) => body !== undefined && !(name in openByDesign))
      .flatMap(({ name, body }) => openObjects(body ?? {}, name));
    // What browsers say of a passkey, to which they may add; a form itself, and answers by the names of its fields.
    expect(open).toEqual([
      'POST /api/v1/me/passkeys credential',
      'POST /api/v1/me/passkeys credential response',
      'POST /api/v1/me/passkeys credential clientExtensionResults',
      'POST /api/v1/admin/forms/check form',
      'POST /api/v1/admin/forms/{key}/versions form',
      'POST /api/v1/cases form',
    ]);
  });

  it('of a case refuses fields that its verb does not know', async () => {
    const client = await server.as('elder-72');
    const made = await client.post<{ id: string }>('/api/v1/cases', {
      item: 'elderly-card',
      form: { phone: '10000000001' },
      submit: false,
    });
    const url = `/api/v1/cases/${made.body.id}`;
    for (const verb of ['withdraw', 'submit']) {
      const answer = await client.post<{ code: string }>(`${url}/${verb}`, { status: 'granted' });
      expect([verb, answer.status]).toEqual([verb, 400]);
    }
    const filled = await client.post<{ code: string }>('/api/v1/cases', {
      item: 'elderly-card',
      form: { phone: '10000000001', status: 'granted', applicantId: made.body.id },
      submit: true,
    });
    expect(filled.status).toBe(400);
  });
});

function openObjects(schema: Schema, at: string): string[] {
  const nested = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
      openObjects(inner, `${at} ${name}`),
    ),
    ...(schema.items ? openObjects(schema.items, `${at} []`) : []),
    ...(schema.anyOf ?? []).flatMap((inner) => openObjects(inner, at)),
  ];
  const isOpen = schema.type === 'object' && schema.additionalProperties !== false;
  return isOpen ? [at, ...nested] : nested;
}
