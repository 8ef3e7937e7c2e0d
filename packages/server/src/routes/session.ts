import Type from 'typebox';
import { countUnread } from '@quancheng/kernel/platform/messages';
import { route, type Route } from '@quancheng/kernel/platform/http';
import { Text } from '@quancheng/kernel/platform/text';
import type { Context } from '@quancheng/kernel/platform/context';
import { sql } from '@quancheng/kernel/platform/database';
import { findSession, sessionCookieOf } from '@quancheng/kernel/subject/sessions';
import { countPublished } from '@quancheng/kernel/service/items';
import type { Services } from '../services.ts';

const Counted = Type.Object({ code: Type.String(), name: Text, items: Type.Integer() });

const City = Type.Object({
  id: Type.String(),
  name: Text,
  product: Text,
  brandHue: Type.Number(),
  defaultLang: Type.Enum(['zh', 'en']),
  hotline: Type.String(),
  divisions: Type.Array(Type.Object({ code: Type.String(), name: Text })),
  agencies: Type.Array(Counted),
  lifeEvents: Type.Array(Counted),
});

const SessionModel = Type.Object({
  signedIn: Type.Boolean(),
  demo: Type.Boolean(),
  csrf: Type.String({ description: 'Goes into X-CSRF-Token of every command' }),
  city: City,
  account: Type.Optional(
    Type.Object({
      id: Type.String(),
      login: Type.String(),
      name: Type.String(),
      kind: Type.Enum(['resident', 'staff']),
      posts: Type.Array(Type.Object({ id: Type.String(), name: Text, agency: Text, role: Type.String() })),
      subject: Type.Optional(Type.Object({ id: Type.String() })),
      unreadMessages: Type.Integer(),
    }),
  ),
});

/** Who is signed in, and which city this is: what every page begins with. */
export function sessionRoute(services: Services): Route {
  return route({
    method: 'GET',
    url: '/api/v1/session',
    summary: 'Who is signed in, and the city',
    who: 'anyone',
    output: SessionModel,
    handler: async (ctx, { request }) => {
      const base = {
        signedIn: ctx.actor.kind === 'account',
        demo: services.demo,
        city: await presentCity(ctx, services),
      };
      if (ctx.actor.kind !== 'account') return { ...base, csrf: '' };
      const secret = request.cookies[sessionCookieOf(services.origin)];
      const session = secret ? await findSession(ctx.tx, secret, ctx.now) : undefined;
      const { accountId, name, personId, posts } = ctx.actor;
      return {
        ...base,
        csrf: session?.csrf ?? '',
        account: {
          id: accountId,
          login: await loginOf(ctx, accountId),
          name,
          kind: posts.length > 0 ? 'staff' : 'resident',
          posts: await namesOfPosts(
            ctx,
            posts.map(({ id }) => id),
          ),
          ...(personId === null ? {} : { subject: { id: personId } }),
          unreadMessages: await countUnread(ctx, accountId),
        },
      };
    },
  });
}

async function presentCity(ctx: Context, { city }: Services) {
  const { id, name, product, brandHue, defaultLang, hotline, districts, agencies, lifeEvents } = city;
  const counts = await countPublished(ctx);
  return {
    id,
    name,
    product,
    brandHue,
    defaultLang,
    hotline,
    divisions: districts,
    agencies: agencies
      .map((agency) => ({
        code: agency.slug,
        name: agency.name,
        items: counts.agencies.get(agency.slug) ?? 0,
      }))
      .filter((agency) => agency.items > 0),
    lifeEvents: lifeEvents
      .map((event) => ({ code: event.code, name: event.name, items: counts.lifeEvents.get(event.code) ?? 0 }))
      .filter((event) => event.items > 0),
  };
}

async function loginOf(ctx: Context, id: string): Promise<string> {
  const row = await ctx.tx.selectFrom('account').select('login').where('id', '=', id).executeTakeFirst();
  return row?.login ?? '';
}

interface PostNames {
  id: string;
  role: string;
  postZh: string;
  postEn: string;
  agencyZh: string;
  agencyEn: string;
}

async function namesOfPosts(ctx: Context, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const { rows } = await sql<PostNames>`
    select p.id, p.role, p.name_zh as post_zh, p.name_en as post_en, a.name_zh as agency_zh, a.name_en as agency_en
    from post p join agency a on a.id = p.agency_id where p.id = any(${[...ids]}::uuid[])`.execute(ctx.tx);
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    name: { zh: row.postZh, en: row.postEn },
    agency: { zh: row.agencyZh, en: row.agencyEn },
  }));
}
