import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import type { Files } from '../../platform/files/index.ts';
import { answer, cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { getAgencyBySlug } from '../../subject/organisation/index.ts';
import {
  Drawing,
  Kind,
  lineOf,
  presentSeal,
  SealLine,
  State,
  svgOfSeal,
  Usage,
  Use,
  useOf,
  WholeSeal,
} from './present.ts';
import type { Seals } from './service.ts';
import { signRoute } from './sign-route.ts';
import { getSeal, listSeals, listUses } from './store.ts';

const closed = { additionalProperties: false };
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Reason = Type.String({
  minLength: 4,
  maxLength: 500,
  pattern: '\\S.*\\S',
  description: 'Why; it is kept',
});
const Login = Type.String({
  maxLength: 100,
  description: 'Account of someone who holds a post at the agency',
});
const Name = Type.String({ minLength: 2, maxLength: 40, pattern: '^\\S+( \\S+)*$' });
const Because = Type.Object({ reason: Reason }, closed);
const Page = {
  limit: pageQuery.properties.limit,
  cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
};
const askers = { posts: ['head', 'admin'] } as const;

/** Seals as the people of their agency see, ask for, grant and use them. */
export function sealDeskRoutes(deps: { seals: Seals; files: Files }): Route[] {
  return [
    ...readRoutes(),
    ...lifeRoutes(deps),
    ...grantRoutes(deps),
    signRoute({ sealer: deps.seals, files: deps.files }),
  ];
}

function readRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/desk/seals',
      summary: 'Seals of my agencies, and those that I administer',
      who: 'staff',
      query: Type.Object({
        ...Page,
        agency: Type.Optional(Type.String({ maxLength: 60, description: 'Slug' })),
        state: Type.Optional(State),
      }),
      output: cursorPage(SealLine),
      handler: async (ctx, { query }) => {
        const { limit = 20, cursor = null, agency = null, state = null } = query;
        const rows = await listSeals(ctx, { agency, state }, limit + 1, cursor);
        const items = rows.slice(0, limit).map(lineOf);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/seals/:id',
      summary: 'A seal with its matters and grants',
      who: 'staff',
      params: Id,
      output: WholeSeal,
      handler: async (ctx, { params }) => presentSeal(ctx, await getSeal(ctx, params.id)),
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/seals/:id/picture',
      summary: 'The picture of a seal, as large as it is',
      who: 'staff',
      params: Id,
      output: Type.Unknown({ description: 'image/svg+xml' }),
      handler: async (ctx, { params }) =>
        answer(Buffer.from(await svgOfSeal(ctx, await getSeal(ctx, params.id))), {
          headers: {
            'content-type': 'image/svg+xml',
            'x-content-type-options': 'nosniff',
            'content-security-policy': "default-src 'none'; sandbox",
          },
        }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/seals/:id/uses',
      summary: 'What a seal has signed, newest first',
      who: 'staff',
      params: Id,
      query: Type.Object(Page),
      output: cursorPage(Use),
      handler: async (ctx, { params, query }) => {
        const { limit = 20, cursor = null } = query;
        await getSeal(ctx, params.id);
        const rows = await listUses(ctx, params.id, limit + 1, cursor);
        const items = rows.slice(0, limit).map(useOf);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
  ];
}

function lifeRoutes({ seals }: { seals: Seals }): Route[] {
  const step = (
    name: string,
    summary: string,
    work: (ctx: Context, id: string, ifMatch: number | null, reason: string) => Promise<void>,
  ): Route =>
    route({
      method: 'POST',
      url: `/api/v1/desk/seals/:id/${name}`,
      summary,
      who: askers,
      params: Id,
      body: Because,
      output: WholeSeal,
      handler: async (ctx, { params, body, ifMatch }) => {
        await work(ctx, params.id, ifMatch, body.reason);
        return presentSeal(ctx, await getSeal(ctx, params.id));
      },
    });
  return [
    route({
      method: 'POST',
      url: '/api/v1/desk/seals',
      summary: 'Ask for a seal; an administrator decides and it is made',
      who: askers,
      status: 201,
      body: Type.Object(
        {
          agency: Type.String({ maxLength: 60, description: 'Slug' }),
          kind: Kind,
          usage: Usage,
          name: Type.Optional(Name),
          drawing: Type.Optional(Drawing),
          keeper: Type.Optional(Login),
          reason: Reason,
        },
        closed,
      ),
      output: WholeSeal,
      handler: async (ctx, { body }) => {
        const { agency: slug, drawing = {}, ...wanted } = body;
        const agency = await getAgencyBySlug(ctx, slug);
        const id = await seals.ask(ctx, { ...wanted, agencyId: agency.id, drawing });
        return presentSeal(ctx, await getSeal(ctx, id));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/seals/:id/change',
      summary: 'Ask for another seal in the place of this one, also when it ends soon; answers the new one',
      who: askers,
      status: 201,
      params: Id,
      body: Type.Object(
        {
          name: Type.Optional(Name),
          drawing: Type.Optional(Drawing),
          keeper: Type.Optional(Login),
          reason: Reason,
        },
        closed,
      ),
      output: WholeSeal,
      handler: async (ctx, { params, body, ifMatch }) => {
        const id = await seals.askChange(ctx, params.id, ifMatch, body);
        return presentSeal(ctx, await getSeal(ctx, id));
      },
    }),
    step('freeze', 'Freeze a seal: from now on nothing is sealed', seals.freeze),
    step('thaw', 'Ask that a frozen seal may be used again', seals.askThaw),
    step('destroy', 'Ask that a seal be destroyed, keys and all', seals.askDestruction),
    route({
      method: 'POST',
      url: '/api/v1/desk/seal-matters/:id/withdraw',
      summary: 'Withdraw what I asked for',
      who: askers,
      params: Id,
      body: Because,
      output: Id,
      handler: async (ctx, { params, body }) => {
        await seals.withdraw(ctx, params.id, body.reason);
        return { id: params.id };
      },
    }),
  ];
}

function grantRoutes({ seals }: { seals: Seals }): Route[] {
  const Instant = Type.String({ format: 'date-time' });
  return [
    route({
      method: 'POST',
      url: '/api/v1/desk/seals/:id/grants',
      summary: 'Let a person, the jobs of a licence type or item, or a person for one of these use a seal',
      who: 'staff',
      status: 201,
      params: Id,
      body: Type.Object(
        {
          account: Type.Optional(Login),
          forType: Type.Optional(
            Type.String({ minLength: 1, maxLength: 100, description: 'Code of a licence type or item' }),
          ),
          most: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Uses' })),
          from: Type.Optional(Instant),
          until: Instant,
          reason: Reason,
        },
        closed,
      ),
      output: WholeSeal,
      handler: async (ctx, { params, body, ifMatch }) => {
        const { from, until, ...wanted } = body;
        await seals.grant(ctx, params.id, ifMatch, {
          ...wanted,
          from: from === undefined ? undefined : new Date(from),
          until: new Date(until),
        });
        return presentSeal(ctx, await getSeal(ctx, params.id));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/seals/:id/grants/:grant/end',
      summary: 'End a grant before its time',
      who: 'staff',
      params: Type.Object({ ...Id.properties, grant: Type.String({ format: 'uuid' }) }),
      body: Because,
      output: WholeSeal,
      handler: async (ctx, { params, body, ifMatch }) => {
        await seals.endGrant(ctx, params.id, params.grant, ifMatch, body.reason);
        return presentSeal(ctx, await getSeal(ctx, params.id));
      },
    }),
  ];
}
