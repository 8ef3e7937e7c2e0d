import Type from 'typebox';
import { purposes, type Context } from '../../platform/context/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { listMandatesOf } from '../mandates/index.ts';
import { listLookLines, type LookLine } from './lines.ts';
import type { AccessRecordRow } from './store.ts';

export const AccessRecord = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    at: Type.String({ format: 'date-time', description: 'When; of several looks the newest' }),
    first: Type.String({ format: 'date-time', description: 'The oldest of them' }),
    times: Type.Integer({ minimum: 1, description: 'How many looks of one hour say the same' }),
    entity: Type.Union(
      [
        Type.Object({
          id: Type.String({ format: 'uuid' }),
          name: Type.String({ description: 'Registered name; empty for one that is no longer registered' }),
        }),
        Type.Null(),
      ],
      { description: 'The entity whose data it was, for which the caller acts; null for the caller’s own' },
    ),
    who: Type.Union([Type.String(), Type.Null()], {
      description: 'Name of the one who looked; null for the rules of the platform',
    }),
    agency: Type.Union([Text, Type.Null()], { description: 'Null for someone who looked under no post' }),
    post: Type.Union([Text, Type.Null()], { description: 'As the agency' }),
    purpose: Text,
    resource: Text,
    fields: Type.Array(Text),
    caseNumber: Type.Union([Type.String(), Type.Null()]),
  },
  {
    description:
      'A look at the data of the signed-in person, or of an entity for which they act in everything',
  },
);

/** What is named: a resource, and the case in whose words where there is one. */
export type NamedLook = Pick<AccessRecordRow, 'resource' | 'caseId'>;

/**
 * Names of resources and their fields, for the looks of one page; they come from the catalogue, the packs and the
 * cases, which are later folders.
 */
export type ResourceNames = (
  ctx: Context,
  looks: readonly NamedLook[],
) => Promise<(look: NamedLook) => Names | undefined>;

interface Names {
  name: Text;
  fields: Readonly<Record<string, Text>>;
}

/** Names of entities by id, which a later folder keeps. */
export type EntityNames = (ctx: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export function accessRoutes(deps: { names: ResourceNames; entityNames: EntityNames }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/access-records',
      summary: 'Who looked at my data, and at that of the entities for which I act',
      who: 'resident',
      query: pageQuery,
      output: cursorPage(AccessRecord),
      handler: async (ctx, { query }) => {
        const { actor } = ctx;
        if (actor.kind !== 'account' || actor.personId === null) return { items: [], next: null };
        const entityIds = await entitiesOf(ctx, actor.personId);
        const reader = { accountId: actor.accountId, subjectIds: [actor.personId, ...entityIds] };
        const { lines, next } = await listLookLines(ctx, reader, query.limit ?? 20, query.cursor ?? null);
        const shown = new Set(lines.map(({ newest }) => newest.subjectId));
        const ids = entityIds.filter((id) => shown.has(id));
        const entities = await deps.entityNames(ctx, ids);
        const namesOf = await deps.names(
          ctx,
          lines.map(({ newest }) => newest),
        );
        return { items: lines.map((line) => present(line, namesOf(line.newest), entities)), next };
      },
    }),
  ];
}

/** Entities for which a person acts in everything now; a mandate for some matters opens no more than these. */
async function entitiesOf(ctx: Context, personId: string): Promise<string[]> {
  const held = await listMandatesOf(ctx, personId);
  const whole = held.filter(
    ({ principalKind, kind, scope }) =>
      principalKind === 'entity' && scope.length === 0 && (kind === 'representative' || kind === 'agent'),
  );
  return [...new Set(whole.map(({ principalId }) => principalId))];
}

const platform: Text = { zh: '政务服务平台', en: 'Service platform' };
const byRule: Text = { zh: '按规则自动核验', en: 'Check by rule' };
/** What a look at nothing but the id of a record finds out. */
const existence: Text = { zh: '是否有登记', en: 'Whether there is a record' };

function present(
  { newest, first, times }: LookLine,
  known: Names | undefined,
  entities: ReadonlyMap<string, string>,
) {
  const purpose = purposes.find((entry) => entry.code === newest.purpose);
  const isRule = newest.actorKind === 'system';
  return {
    id: newest.id,
    at: newest.at.toISOString(),
    first: first.toISOString(),
    times,
    entity:
      newest.subjectKind === 'entity'
        ? { id: newest.subjectId, name: entities.get(newest.subjectId) ?? '' }
        : null,
    who: isRule ? null : newest.actorName,
    agency: isRule ? platform : textOf(newest.agencyZh, newest.agencyEn),
    post: isRule ? byRule : textOf(newest.postZh, newest.postEn),
    purpose: purpose?.name ?? { zh: newest.purpose, en: newest.purpose },
    resource: known?.name ?? { zh: newest.resource, en: newest.resource },
    fields: newest.fields.map((field) =>
      field === 'id' ? existence : (known?.fields[field] ?? { zh: field, en: field }),
    ),
    caseNumber: newest.caseNumber,
  };
}

function textOf(zh: string | null, en: string | null): Text | null {
  return zh === null ? null : { zh, en: en ?? zh };
}
