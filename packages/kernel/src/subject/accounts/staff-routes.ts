import Type from 'typebox';
import { pageQuery, cursorPage, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { takePost } from '../organisation/index.ts';
import { inviteStaff } from './invite.ts';
import { LostFactor } from './model.ts';
import { makeReset } from './reset.ts';
import { closeAccount, givePost, listStaff, reopenAccount, takeAwayPost } from './staff.ts';

const who = { posts: ['admin'] } as const;
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Done = Type.Object({ id: Type.String() });
const Role = Type.Enum(['clerk', 'reviewer', 'decider', 'inspector', 'head', 'dataOfficer', 'admin']);

const Place = Type.Object(
  {
    role: Role,
    agency: Type.String({ maxLength: 60, description: 'Slug' }),
    division: Type.String({
      maxLength: 12,
      description: 'The post reaches this division and those below it',
    }),
  },
  { additionalProperties: false },
);

const Link = Type.Object({
  link: Type.String({
    description: 'Shown once; its secret is not kept, and no server sees what stands after #',
  }),
  expiresAt: Type.String({ format: 'date-time' }),
});

const Staff = Type.Object({
  id: Type.String(),
  login: Type.String(),
  name: Type.String(),
  closed: Type.Boolean(),
  posts: Type.Array(
    Type.Object({
      id: Type.String(),
      role: Role,
      name: Text,
      agency: Type.String({ description: 'Slug' }),
      division: Type.String(),
      from: Type.String({ format: 'date' }),
    }),
    { description: 'Those held today' },
  ),
});

/** Accounts of the staff and their posts, as far as the caller's administrator post reaches. */
export function staffRoutes(deps: { origin: string }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/staff',
      summary: 'Accounts of the staff with the posts they hold',
      who,
      query: Type.Object({ ...pageQuery.properties, q: Type.Optional(Type.String({ maxLength: 60 })) }),
      output: cursorPage(Staff),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listStaff(ctx, query.q?.trim() ?? '', limit + 1, query.cursor ?? '');
        const items = rows.slice(0, limit);
        return { items, next: rows.length > limit ? (items.at(-1)?.login ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/staff/invitations',
      summary: 'A one-time link by which someone makes an account with a post',
      who,
      status: 201,
      answer: 'secret',
      body: Place,
      output: Link,
      handler: async (ctx, { body }) => {
        const { token, expiresAt } = await inviteStaff(ctx, await takePost(ctx, body));
        return { link: `${deps.origin}/invite#token=${token}`, expiresAt: expiresAt.toISOString() };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/staff/:id/posts',
      summary: 'Give a post from today on',
      who,
      status: 201,
      params: Id,
      body: Place,
      output: Done,
      handler: async (ctx, { params, body }) => ({ id: await givePost(ctx, params.id, body) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/staff/:id/posts/:post/take',
      summary: 'Take a post away at once',
      who,
      params: Type.Object({ ...Id.properties, post: Type.String({ format: 'uuid' }) }),
      output: Done,
      handler: async (ctx, { params }) => {
        await takeAwayPost(ctx, params.id, params.post);
        return { id: params.post };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/staff/:id/reset',
      summary:
        'A one-time link by which someone replaces a lost password or authenticator and keeps the posts',
      who,
      status: 201,
      answer: 'secret',
      params: Id,
      body: Type.Object({ factor: LostFactor }, { additionalProperties: false }),
      output: Link,
      handler: async (ctx, { params, body }) => {
        const { token, expiresAt } = await makeReset(ctx, params.id, body.factor);
        const link = `${deps.origin}/reset#lost=${body.factor}&token=${token}`;
        return { link, expiresAt: expiresAt.toISOString() };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/staff/:id/close',
      summary: 'Close an account; its sessions end',
      who,
      params: Id,
      output: Done,
      handler: async (ctx, { params }) => {
        await closeAccount(ctx, params.id);
        return { id: params.id };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/staff/:id/reopen',
      summary: 'Open a closed account again',
      who,
      params: Id,
      output: Done,
      handler: async (ctx, { params }) => {
        await reopenAccount(ctx, params.id);
        return { id: params.id };
      },
    }),
  ];
}
