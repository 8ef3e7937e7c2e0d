import Type from 'typebox';
import { purposes } from '../../platform/context/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { listAccessRecords, type AccessRecordRow } from './store.ts';

export const AccessRecord = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    at: Type.String({ format: 'date-time' }),
    who: Type.String({
      description: 'Name of the one who looked; the rules of the platform have none of their own',
    }),
    agency: Text,
    post: Text,
    purpose: Text,
    resource: Text,
    fields: Type.Array(Text),
    caseNumber: Type.Union([Type.String(), Type.Null()]),
  },
  { description: 'One look at the data of the signed-in person' },
);

/** Names of resources and their fields come from the catalogue, which is a later folder. */
export type ResourceNames = (resource: string) => { name: Text; fields: Record<string, Text> } | undefined;

export function accessRoutes(deps: { names: ResourceNames }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/access-records',
      summary: 'Who looked at my data',
      who: 'resident',
      query: pageQuery,
      output: cursorPage(AccessRecord),
      handler: async (ctx, { query }) => {
        const personId = ctx.actor.kind === 'account' ? ctx.actor.personId : null;
        if (personId === null) return { items: [], next: null };
        const limit = query.limit ?? 20;
        const rows = await listAccessRecords(ctx, [personId], limit + 1, query.cursor ?? null);
        const items = rows.slice(0, limit).map((row) => present(row, deps.names));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
  ];
}

const platform: Text = { zh: '政务服务平台', en: 'Service platform' };
const byRule: Text = { zh: '按规则自动核验', en: 'Check by rule' };

function present(row: AccessRecordRow, names: ResourceNames) {
  const known = names(row.resource);
  const purpose = purposes.find((entry) => entry.code === row.purpose);
  return {
    id: row.id,
    at: row.at.toISOString(),
    who: row.actorKind === 'system' ? byRule.zh : row.actorName,
    agency: row.agencyZh ? { zh: row.agencyZh, en: row.agencyEn ?? row.agencyZh } : platform,
    post: row.postZh ? { zh: row.postZh, en: row.postEn ?? row.postZh } : byRule,
    purpose: purpose?.name ?? { zh: row.purpose, en: row.purpose },
    resource: known?.name ?? { zh: row.resource, en: row.resource },
    fields: row.fields.map((field) => known?.fields[field] ?? { zh: field, en: field }),
    caseNumber: row.caseNumber,
  };
}
