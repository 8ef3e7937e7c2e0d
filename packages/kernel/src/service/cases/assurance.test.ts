import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { certifyHolder } from '../../subject/authority/testkit.ts';
import { addCertificate, enterByCertificate } from '../../subject/certificates/testkit.ts';
import { addPasskey, command, createAuthenticator, enterByPasskey } from '../../subject/passkeys/testkit.ts';
import { getPublished, publishItem } from '../items/index.ts';

async function publishAt(server: TestServer, assurance: number): Promise<void> {
  await asSystem(server.services, 'tests publish an item', async (ctx) => {
    const { content, agencyId, agencyCode, agencyName, divisionCode, pack } = await getPublished(
      ctx,
      'elderly-card',
    );
    const agency = { id: agencyId, code: agencyCode, name: agencyName, divisionCode };
    await publishItem(ctx, { item: { ...content, assurance }, agency, pack } as never);
  });
}

/** An item for which one must be surer of the person than by a real name. */
describe('an item of the third level', () => {
  let server: TestServer;
  const application = { item: 'elderly-card', form: {} };
  beforeAll(async () => {
    server = await startTestServer();
    await publishAt(server, 3);
  });
  afterAll(() => server.stop());

  it('is drafted as ever, handed in only with a passkey, and loses nothing on the way', async () => {
    const story = (await server.stories()).find(({ account }) => account === 'elder-72');
    const form = (story?.apply[0] as { form: Record<string, unknown> } | undefined)?.form ?? {};
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-72' });
    const authenticator = createAuthenticator(server.origin);
    await addPasskey(visitor, authenticator);

    const detail = await visitor.fetch('/api/v1/items/elderly-card');
    expect(await detail.json()).toMatchObject({ assurance: 3 });
    const refused = { status: 403, body: { code: 'identity.step-up-needed' } };
    expect(await command(visitor, '/api/v1/cases', { ...application, form, submit: true })).toMatchObject(
      refused,
    );
    const draft = await command<{ id: string }>(visitor, '/api/v1/cases', {
      ...application,
      form,
      submit: false,
    });
    expect(draft.status).toBe(201);
    const submit = `/api/v1/cases/${draft.body.id}/submit`;
    expect(await command(visitor, submit, { form, materials: [] })).toMatchObject(refused);
    expect(await enterByPasskey(visitor, authenticator, { query: '&level=3' })).toBe('/help');
    const kept = await visitor.fetch(`/api/v1/cases/${draft.body.id}`);
    expect(await kept.json()).toMatchObject({ status: 'draft', form });
    expect(await command(visitor, submit, { form, materials: [] })).toMatchObject({ status: 200 });
  });

  it('is closed to a program’s token', async () => {
    const program = await server.as('elder-65');
    expect(await program.post('/api/v1/cases', { ...application, submit: true })).toMatchObject({
      status: 403,
      body: { code: 'identity.step-up-needed' },
    });
  });
});

describe('an item of the fourth level', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      now: 'real',
      env: { TRUST_PROXY: '127.0.0.1,::1', QC_CLIENT_CERTIFICATES: 'proxy' },
    });
    await publishAt(server, 4);
  });
  afterAll(() => server.stop());

  it('takes a certificate and no passkey, and loses nothing on the way', async () => {
    const story = (await server.stories()).find(({ account }) => account === 'elder-72');
    const form = (story?.apply[0] as { form: Record<string, unknown> } | undefined)?.form ?? {};
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-72' });
    const authenticator = createAuthenticator(server.origin);
    await addPasskey(visitor, authenticator);
    const { der } = await asSystem(server.services, 'tests certify a person', (ctx) =>
      certifyHolder(ctx, server.services, { scheme: 'ES256', login: 'elder-72' }),
    );
    expect(await addCertificate(visitor, der)).toBe('added');
    const draft = await command<{ id: string }>(visitor, '/api/v1/cases', {
      item: 'elderly-card',
      form,
      submit: false,
    });
    const submit = `/api/v1/cases/${draft.body.id}/submit`;
    await enterByPasskey(visitor, authenticator, { query: '&level=3' });
    expect(await command(visitor, submit, { form, materials: [] })).toMatchObject({
      status: 403,
      body: { code: 'identity.step-up-needed' },
    });
    expect(await enterByCertificate(visitor, der, { query: '&level=4' })).toBe('/help');
    const kept = await visitor.fetch(`/api/v1/cases/${draft.body.id}`);
    expect(await kept.json()).toMatchObject({ status: 'draft', form });
    expect(await command(visitor, submit, { form, materials: [] })).toMatchObject({ status: 200 });
  });
});
