import Type from 'typebox';
import type { Layout, LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { answer, cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { exampleOf, longestOf, previewOf } from '../../platform/papers/index.ts';
import { Text } from '../../platform/text/index.ts';
import { findCurrent, getCurrent, listCurrent, type Definition } from '../../work/definitions/index.ts';

const who = { posts: ['admin'], reach: 'city' } as const;
const Code = Type.Object({ code: Type.String({ pattern: '^[a-z][a-z0-9-]{0,79}$' }) });

const line = {
  code: Type.String(),
  name: Text,
  kind: Type.Enum(['licence', 'proof']),
  holder: Type.Enum(['person', 'entity', 'any']),
  validMonths: Type.Union([Type.Integer(), Type.Null()], { description: 'Null: it does not end' }),
  single: Type.Boolean({ description: 'A holder has at most one valid licence of the type' }),
  version: Type.Integer(),
  pack: Type.String(),
  publishedAt: Type.String({ format: 'date-time' }),
};

const Detail = Type.Object({
  ...line,
  catalogueNumber: Type.String({ description: 'Among the types of the agency that defines it' }),
  issuer: Type.Union([Type.String(), Type.Null()], { description: 'Slug; null: the owner of the pack' }),
  statement: Text,
  fields: Type.Array(
    Type.Object({
      name: Type.String(),
      label: Text,
      format: Type.String(),
      public: Type.Boolean({ description: 'Shown to whoever checks the code' }),
    }),
  ),
  items: Type.Array(Type.Object({ code: Type.String(), name: Type.String() }), {
    description: 'Published items whose grant makes one',
  }),
  lawfulUses: Type.Array(
    Type.Object({ id: Type.String(), title: Text, agencies: Type.Array(Type.String()) }),
  ),
  hasLayout: Type.Boolean(),
  hasStock: Type.Boolean({ description: 'Can be made from the records of a library all at once' }),
});

/** The catalogue of types of licences, and how each looks. */
export function licenceTypeRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/licence-types',
      summary: 'Types of licences and proofs, in order of their codes',
      who,
      query: pageQuery,
      output: cursorPage(Type.Object(line)),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 50;
        const asked = { after: query.cursor, limit: limit + 1 };
        const rows = await listCurrent<LicenceTypeSource>(ctx, 'licenceType', asked);
        const items = rows.slice(0, limit).map(lineOf);
        return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/licence-types/:code',
      summary: 'A type of licence: its fields, and what makes one',
      who,
      params: Code,
      output: Detail,
      handler: async (ctx, { params }) => {
        const found = await getCurrent<LicenceTypeSource>(ctx, 'licenceType', params.code);
        const { content } = found;
        return {
          ...lineOf(found),
          catalogueNumber: content.catalogue.number,
          issuer: content.issuer ?? null,
          statement: content.statement,
          fields: content.fields.map(({ name, label, format, public: isPublic }) => ({
            name,
            label,
            format,
            public: isPublic,
          })),
          items: await itemsThatMake(ctx, content.code),
          lawfulUses: (content.lawfulUses ?? []).map(({ id, law, agencies }) => ({
            id,
            title: law.title,
            agencies,
          })),
          hasLayout: (await findCurrent(ctx, 'layout', content.code)) !== undefined,
          hasStock: content.stock !== undefined,
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/licence-types/:code/picture',
      summary: 'How a licence of the type looks, with invented values or with the longest ones',
      who,
      params: Code,
      query: Type.Object(
        { values: Type.Optional(Type.Enum(['example', 'longest'])) },
        { additionalProperties: false },
      ),
      output: Type.Unknown({ description: 'image/svg+xml' }),
      handler: async (ctx, { params, query }) => {
        const { content: type } = await getCurrent<LicenceTypeSource>(ctx, 'licenceType', params.code);
        const { content: layout } = await getCurrent<Layout>(ctx, 'layout', params.code);
        const data = query.values === 'longest' ? longestOf(type) : exampleOf(type);
        return answer(Buffer.from(await previewOf(layout, data)), {
          headers: { 'content-type': 'image/svg+xml' },
        });
      },
    }),
  ];
}

/** Published items whose grant makes a licence of the type. */
async function itemsThatMake(ctx: Context, type: string): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from item_version
    where state = 'published' and content->>'licence' = ${type} order by code limit 100`.execute(ctx.tx);
  return rows;
}

function lineOf({ content, version, pack, publishedAt }: Definition<LicenceTypeSource>) {
  const { code, name, kind, holder, validMonths = null, single } = content;
  return {
    code,
    name,
    kind,
    holder,
    validMonths,
    single,
    version,
    pack,
    publishedAt: publishedAt.toISOString(),
  };
}
