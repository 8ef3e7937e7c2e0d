import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FormSource } from '@quancheng/pack-sdk';
import { publish } from '@quancheng/kernel/work/definitions';
import { getCurrent } from '@quancheng/kernel/work/definitions';
import { startTestServer, viewOf, type CaseView, type TestServer } from '@quancheng/testing';
import { asSystem } from '../index.ts';

interface Refusal {
  code: string;
  errors: { path: string }[];
}

describe('a draft that was begun before its form changed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  /** The form asks for one thing more from now on. */
  const askMore = () =>
    asSystem(server.services, 'tests publish a form', async (ctx) => {
      const { content } = await getCurrent<FormSource>(ctx, 'form', 'elderly-card');
      const field = {
        type: 'string' as const,
        minLength: 2,
        maxLength: 20,
        'x-title': { zh: '紧急联系人', en: 'Whom to call' },
      };
      const [first, ...others] = content['x-steps'];
      if (!first) throw new Error('the form has no step');
      await publish(ctx, {
        kind: 'form',
        key: 'elderly-card',
        pack: 'civil-affairs',
        content: {
          ...content,
          required: [...(content.required ?? []), 'contact'],
          properties: { ...content.properties, contact: field },
          'x-steps': [{ ...first, fields: [...first.fields, 'contact'] }, ...others],
        },
      });
    });

  it('is told what the form asks now, keeps its answers, and goes on by the new one', async () => {
    const client = await server.as('elder-72');
    const form = { phone: '10000000001' };
    const made = await client.post<CaseView>('/api/v1/cases', { item: 'elderly-card', form, submit: false });
    expect([made.status, made.body.status]).toEqual([201, 'draft']);
    const { id } = made.body;
    await askMore();

    const refused = await client.post<Refusal>(`/api/v1/cases/${id}/submit`, {});
    expect(refused).toMatchObject({ status: 400, body: { code: 'form.invalid-answers' } });
    expect(refused.body.errors.map(({ path }) => path)).toEqual(['/form/contact']);
    const kept = await viewOf(client, id);
    expect(kept).toMatchObject({ status: 'draft', form });

    const done = await client.post<CaseView>(`/api/v1/cases/${id}/submit`, {
      form: { ...form, contact: '王小明' },
    });
    expect([done.status, done.body.status]).toEqual([200, 'granted']);
  });
});
