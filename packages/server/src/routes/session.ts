import Type from 'typebox';
import { countUnread } from '@quancheng/kernel/platform/messages';
import { isCityWide, route, type Route } from '@quancheng/kernel/platform/http';
import { Text } from '@quancheng/kernel/platform/text';
import { isStaff, type Context, type Post } from '@quancheng/kernel/platform/context';
import { sql } from '@quancheng/kernel/platform/database';
import { veil, type CurrentSession } from '@quancheng/kernel/subject/sessions';
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
      posts: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Text,
          agency: Text,
          role: Type.String(),
          reach: Type.Enum(['city', 'district'], {
            description: 'Whether it opens what is of the whole city, such as its rules',
          }),
        }),
      ),
      subject: Type.Optional(Type.Object({ id: Type.String() })),
      unreadMessages: Type.Integer(),
      idleSeconds: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Without use for so long the session ends; null: only when it expires',
      }),
      atWindow: Type.Optional(
        Type.Object(
          { place: Type.String(), clerk: Type.String({ description: 'Who helps there' }) },
          { description: 'The session is one at a window' },
        ),
      ),
    }),
  ),
});

/** Who is signed in, and which city this is: what every page begins with. */
export function sessionRoute(services: Services, currentSession: CurrentSession): Route {
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
      const session = await currentSession(ctx, request);
      const { accountId, name, personId, posts, atWindow } = ctx.actor;
      return {
        ...base,
        csrf: session ? veil(session.csrf) : '',
        account: {
          id: accountId,
          login: await loginOf(ctx, accountId),
          name,
          kind: isStaff(ctx.actor) ? 'staff' : 'resident',
          posts: await presentPosts(ctx, posts),
          ...(personId === null ? {} : { subject: { id: personId } }),
          unreadMessages: await countUnread(ctx, accountId),
          idleSeconds: session?.idleSeconds ?? null,
          ...(atWindow ? { atWindow: { place: atWindow.place, clerk: atWindow.clerkName } } : {}),
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

async function presentPosts(ctx: Context, posts: readonly Post[]) {
  if (posts.length === 0) return [];
  const ids = posts.map(({ id }) => id);
  const wide = new Set(posts.filter(isCityWide).map(({ id }) => id));
  const { rows } = await sql<PostNames>`
    select p.id, p.role, p.name_zh as post_zh, p.name_en as post_en, a.name_zh as agency_zh, a.name_en as agency_en
    from post p join agency a on a.id = p.agency_id where p.id = any(${ids}::uuid[])`.execute(ctx.tx);
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    reach: wide.has(row.id) ? ('city' as const) : ('district' as const),
    name: { zh: row.postZh, en: row.postEn },
    agency: { zh: row.agencyZh, en: row.agencyEn },
  }));
}
