import type { FormSource } from '@quancheng/pack-sdk';
import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { expectNewest, getCurrent, publish } from '../definitions/index.ts';
import { formErrors } from './check.ts';
import { examineForm } from './examine.ts';

const who = { posts: ['admin'], reach: 'city' } as const;
const Form = Type.Object(
  { form: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);

interface Deps {
  /** Whether the catalogue, which is a later folder, has a resource. */
  isResource: (code: string) => boolean;
}

/** Forms as their administrator changes them: checked as one writes, published as a new version. */
export function formAdminRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/admin/forms/check',
      summary: 'What is wrong in a form; nothing is saved',
      who,
      body: Form,
      output: Type.Object({
        problems: Type.Array(Type.Object({ rule: Type.String(), path: Type.String(), text: Text })),
      }),
      handler: async (_ctx, { body }) => ({ problems: examineForm(body.form, deps.isResource) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/forms/:key/versions',
      summary: 'Publish a form as its next version; If-Match is the version that the editor began with',
      who,
      status: 201,
      params: Type.Object({ key: Type.String({ maxLength: 200 }) }),
      body: Form,
      output: Type.Object({ id: Type.String(), version: Type.Integer(), changed: Type.Boolean() }),
      handler: (ctx, { params, body, ifMatch }) => publishForm(ctx, deps, params.key, ifMatch, body.form),
    }),
  ];
}

/** Cases under way keep the version that they began with. Errors: `form.refused` with the places. */
async function publishForm(
  ctx: Context,
  { isResource }: Deps,
  key: string,
  seen: number | null,
  form: Record<string, unknown>,
) {
  await expectNewest(ctx, 'form', key, seen);
  const { pack } = await getCurrent<FormSource>(ctx, 'form', key);
  const problems = examineForm(form, isResource).map(({ path, text }) => ({ path, text }));
  if (form['$id'] !== key) {
    const text = { zh: `$id 应为“${key}”`, en: `$id must be “${key}”` };
    problems.unshift({ path: '/$id', text });
  }
  if (problems.length > 0) throw formErrors.refused({ form: key, count: problems.length }, problems);
  return publish(ctx, { kind: 'form', key, pack, content: form });
}
