import Type from 'typebox';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { listPosts } from './posts.ts';
import { listAgencies, listDivisions } from './store.ts';

const Division = Type.Object({ code: Type.String({ description: 'GB/T 2260' }), name: Text });

const AgencyModel = Type.Object({
  slug: Type.String({ description: 'Short name by which packs and the city refer to it' }),
  code: Type.String({ description: '统一社会信用代码' }),
  name: Text,
  division: Division,
});

const PostModel = Type.Object({
  id: Type.String(),
  role: Type.String(),
  name: Text,
  agency: Type.String({ description: 'Slug' }),
  division: Type.String({ description: 'It reaches this division and those below it' }),
  holders: Type.Integer({ description: 'People who hold it today' }),
});

/** Agencies, divisions and posts of the city. */
export function organisationRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/agencies',
      summary: 'All agencies of the city',
      who: 'staff',
      output: Type.Object({ items: Type.Array(AgencyModel) }),
      handler: async (ctx) => ({ items: await presentAgencies(ctx) }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/organisation',
      summary: 'Divisions, and the posts that I administer',
      who: { posts: ['admin'] },
      output: Type.Object({
        divisions: Type.Array(
          Type.Object({
            ...Division.properties,
            level: Type.Enum(['province', 'city', 'district', 'town', 'village']),
            parentCode: Type.Union([Type.String(), Type.Null()]),
          }),
        ),
        posts: Type.Array(PostModel),
      }),
      handler: async (ctx) => ({
        divisions: await listDivisions(ctx.tx, ['province', 'city', 'district', 'town']),
        posts: await listPosts(ctx, dateOf(ctx.now)),
      }),
    }),
  ];
}

async function presentAgencies(ctx: Context) {
  const agencies = await listAgencies(ctx.tx);
  const divisions = await listDivisions(ctx.tx, ['province', 'city', 'district']);
  const names = new Map(divisions.map(({ code, name }) => [code, name]));
  return agencies.map(({ slug, code, name, divisionCode }) => ({
    slug,
    code,
    name,
    division: { code: divisionCode, name: names.get(divisionCode) ?? { zh: divisionCode, en: divisionCode } },
  }));
}
