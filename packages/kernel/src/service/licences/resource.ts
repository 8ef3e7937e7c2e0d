import type { ResourceSource } from '@quancheng/pack-sdk';
import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { RecordQuery } from '../../data/catalogue/index.ts';
import { standingStates } from './store.ts';
import { catalogueErrors } from '../../data/catalogue/index.ts';

const field = (zh: string, en: string, description: string, extra: Record<string, unknown> = {}) => ({
  type: 'string' as const,
  description: `${description}; source: the issuing agency`,
  'x-title': { zh, en },
  ...extra,
});

/** Held licences as a resource of the catalogue: forms and processes look here before they ask. */
export const heldLicenceResource: ResourceSource = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'held-licence',
  title: '电子证照',
  type: 'object',
  'x-name': { zh: '电子证照', en: 'Held licence' },
  'x-key': ['number'],
  'x-subjects': [{ field: 'holderId', kind: 'person' }],
  required: ['number', 'typeCode', 'typeName', 'holderId', 'state', 'issuedOn', 'validFrom'],
  properties: {
    number: field('证照编号', 'Number', 'Number of the licence'),
    typeCode: field('类型代码', 'Type code', 'Code of the licence type', { 'x-hidden': true }),
    typeName: field('证照名称', 'Licence', 'Name of the licence type'),
    holderId: field('持证人', 'Holder', 'Id of the holder', { format: 'uuid', 'x-hidden': true }),
    state: field('状态', 'State', 'State today', {
      enum: [...standingStates],
      'x-enum': {
        valid: { zh: '有效', en: 'Valid' },
        expired: { zh: '已过期', en: 'Expired' },
        suspended: { zh: '暂停使用', en: 'Suspended' },
        revoked: { zh: '已撤销', en: 'Revoked' },
        cancelled: { zh: '已注销', en: 'Cancelled' },
        superseded: { zh: '已换发', en: 'Replaced' },
      },
    }),
    issuedOn: field('发证日期', 'Issued on', 'Civil date', { format: 'date' }),
    validFrom: field('有效期起', 'Valid from', 'Civil date', { format: 'date' }),
    validUntil: field('有效期至', 'Valid until', 'Civil date, inclusive', { format: 'date' }),
    fields: {
      ...field('证照内容', 'What it says', 'Fields of the licence as its type names them'),
      type: 'object',
      'x-hidden': true,
    },
  },
  additionalProperties: false,
};

const columns: Record<string, string> = {
  id: 'l.id',
  number: 'l.number',
  typeCode: 'l.type_code',
  holderId: 'l.holder_id',
};

/** Reads held licences; `state` is what holds today. */
export const queryHeldLicences: RecordQuery = async (ctx, where, limit) => {
  const today = dateOf(ctx.now);
  const state = sql`case when l.state = 'valid' and l.valid_until < ${today} then 'expired' else l.state end`;
  const conditions = Object.entries(where).map(([name, value]) => {
    if (name === 'state') return sql`${state} = ${value}`;
    const column = columns[name];
    if (!column) throw catalogueErrors.unknownField({ resource: 'held-licence', field: name });
    return sql`${sql.raw(column)} = ${value}`;
  });
  const { rows } = await sql<Record<string, unknown>>`
    select l.id, l.number, l.type_code, d.content->'name'->>'zh' as type_name, l.holder_id, ${state} as state,
      l.issued_on, l.valid_from, l.valid_until, l.fields, l.created_at as recorded_at, l.version
    from licence l join definition d on d.id = l.type_id
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`false`}
    order by l.id desc limit ${limit}`.execute(ctx.tx);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
    ),
  );
};
