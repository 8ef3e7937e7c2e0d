import Type from 'typebox';
import { platformErrors } from '../../platform/errors/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { searchAudit } from './store.ts';

const dayMs = 86_400_000;
const longest = 92;

const Line = Type.Object({
  id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  actorKind: Type.Enum(['anonymous', 'account', 'system']),
  actorName: Type.Union([Type.String(), Type.Null()], {
    description: 'Of the staff; of residents it is not told',
  }),
  action: Type.String(),
  entity: Type.String(),
  entityId: Type.String(),
  purpose: Type.Union([Type.String(), Type.Null()]),
  requestId: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
});

/** The audit log for those who supervise; that they searched it stands in it as well. */
export function auditRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/audit',
      summary: 'What was done, by actor, action, entity and period (92 days at most), newest first',
      who: { posts: ['admin'], reach: 'city' },
      purpose: 'needed',
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
        actor: Type.Optional(Type.String({ maxLength: 100, description: 'Login' })),
        action: Type.Optional(Type.String({ maxLength: 100, description: 'Its beginning, as `item.`' })),
        entity: Type.Optional(Type.String({ maxLength: 60 })),
        entityId: Type.Optional(Type.String({ maxLength: 100 })),
        from: Type.String({ format: 'date' }),
        until: Type.String({ format: 'date', description: 'Last day' }),
      }),
      output: cursorPage(Line),
      handler: async (ctx, { query }) => {
        const { limit = 20, cursor = null, from, until, ...rest } = query;
        // Days of China: they begin eight hours before those of UTC.
        const [begin, end] = [`${from}T00:00:00+08:00`, `${until}T00:00:00+08:00`].map(
          (text) => new Date(text),
        );
        if (!begin || !end || end < begin || end.getTime() - begin.getTime() > longest * dayMs)
          throw badPeriod();
        const period = { from: begin, until: new Date(end.getTime() + dayMs) };
        const rows = await searchAudit(ctx, { ...rest, ...period }, limit + 1, cursor);
        const items = rows.slice(0, limit);
        ctx.record({
          action: 'audit.search',
          entity: 'audit',
          entityId: rest.entityId ?? '-',
          detail: { ...rest, from, until },
        });
        return {
          items: items.map((row) => ({ ...row, at: row.at.toISOString() })),
          next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
        };
      },
    }),
  ];
}

function badPeriod() {
  const text = {
    zh: `结束日期不能早于开始日期，最多查 ${longest} 天。`,
    en: `The last day cannot be before the first, and ${longest} days are the most.`,
  };
  return platformErrors.invalidInput({}, [{ path: '/until', text }]);
}
