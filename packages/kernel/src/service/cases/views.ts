import Type, { type Static } from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { caseErrors } from './errors.ts';

/** Filters of a queue, as `GET /api/v1/cases?scope=post` takes them. */
export const QueueFilters = Type.Object(
  {
    view: Type.Optional(Type.Enum(['todo', 'mine', 'due', 'all'])),
    status: Type.Optional(Type.String({ maxLength: 20 })),
    item: Type.Optional(Type.String({ maxLength: 60, description: 'Code of the item' })),
    lateness: Type.Optional(
      Type.Enum(['overdue', 'soon'], { description: 'Past its date, or within two days of it' }),
    ),
    q: Type.Optional(
      Type.String({ maxLength: 40, description: 'Number or name of the applicant, or its beginning' }),
    ),
  },
  { additionalProperties: false },
);
export type QueueFilters = Static<typeof QueueFilters>;

const SavedView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  filters: QueueFilters,
});

const NewView = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 30, pattern: '\\S' }), filters: QueueFilters },
  { additionalProperties: false },
);

/** A list that fits beside the queue. */
const mostViews = 20;

/** Queues that someone keeps under a name; everyone has their own. */
export function viewRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/desk/views',
      summary: 'My saved queues; at most 20',
      who: 'staff',
      output: Type.Object({ items: Type.Array(SavedView) }),
      handler: async (ctx) => ({ items: await listViews(ctx) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/views',
      summary: 'Save a queue under a name; a name that is there is given new filters',
      who: 'staff',
      body: NewView,
      output: SavedView,
      status: 201,
      handler: (ctx, { body }) => saveView(ctx, body.name.trim(), body.filters),
    }),
    route({
      method: 'DELETE',
      url: '/api/v1/desk/views/:id',
      summary: 'Forget a saved queue',
      who: 'staff',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      handler: async (ctx, { params }) => {
        await removeView(ctx, params.id);
        return { id: params.id };
      },
    }),
  ];
}

async function listViews(ctx: Context): Promise<Static<typeof SavedView>[]> {
  const rows = await ctx.tx
    .selectFrom('deskView')
    .select(['id', 'name', 'filters'])
    .where('accountId', '=', accountIdOf(ctx))
    .orderBy('createdAt')
    .limit(mostViews)
    .execute();
  return rows.map(({ id, name, filters }) => ({ id, name, filters: filters as QueueFilters }));
}

async function saveView(
  ctx: Context,
  name: string,
  filters: QueueFilters,
): Promise<Static<typeof SavedView>> {
  const known = await listViews(ctx);
  const same = known.find((view) => view.name === name);
  if (!same && known.length >= mostViews) throw caseErrors.tooManyViews({ limit: mostViews });
  const id = same?.id ?? newId();
  const json = JSON.stringify(filters);
  await ctx.tx
    .insertInto('deskView')
    .values({ id, accountId: accountIdOf(ctx), name, filters: json, createdAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['accountId', 'name']).doUpdateSet({ filters: json }))
    .execute();
  ctx.record({ action: 'desk-view.save', entity: 'desk-view', entityId: id });
  return { id, name, filters };
}

async function removeView(ctx: Context, id: string): Promise<void> {
  const { numDeletedRows } = await ctx.tx
    .deleteFrom('deskView')
    .where('id', '=', id)
    .where('accountId', '=', accountIdOf(ctx))
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw platformErrors.notFound();
  ctx.record({ action: 'desk-view.remove', entity: 'desk-view', entityId: id });
}

function accountIdOf({ actor }: Context): string {
  if (actor.kind !== 'account') throw platformErrors.forbidden();
  return actor.accountId;
}
