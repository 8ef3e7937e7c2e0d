import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { Text } from '../../platform/text/index.ts';
import {
  matterKinds,
  matterStates,
  sealKinds,
  sealStates,
  usageCodes,
  usages,
  type GrantRow,
  type MatterRow,
  type SealRow,
  type UseRow,
} from './model.ts';
import { drawSeal, svgOf } from './picture.ts';
import { listGrants, listMatters } from './store.ts';

const Instant = Type.String({ format: 'date-time' });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

export const Drawing = Type.Object(
  {
    line: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 12,
        description: 'Across the picture; the name of its use unless said, none on an official seal',
      }),
    ),
    width: Type.Optional(
      Type.Integer({
        minimum: 15,
        maximum: 60,
        description: 'Millimetres, of an oval or name seal too; 42, 45 and 20 unless said',
      }),
    ),
    height: Type.Optional(
      Type.Integer({ minimum: 15, maximum: 60, description: 'Millimetres, of an oval seal; 30 unless said' }),
    ),
  },
  { additionalProperties: false },
);

export const Kind = Type.Enum([...sealKinds]);
export const Usage = Type.Enum([...usageCodes], { description: 'What it may be used for' });
export const State = Type.Enum([...sealStates], {
  description:
    'asked: waits for its making; frozen: refused until thawed; superseded: another took its place; destroyed: its keys are gone',
});

export const SealLine = Type.Object({
  id: Type.String({ format: 'uuid' }),
  agency: Type.String({ description: 'Slug' }),
  number: orNull(Type.String({ description: '印章编码; null until it is made' })),
  name: Type.String({ description: 'As the picture says it' }),
  kind: Kind,
  usage: Usage,
  usageName: Text,
  keeper: orNull(Type.Object({ account: Type.String(), name: Type.String() })),
  state: State,
  validFrom: orNull(Instant),
  validUntil: orNull(Instant),
  version: Type.Integer({ description: 'For If-Match' }),
});

const Matter = Type.Object({
  id: Type.String({ format: 'uuid' }),
  number: Type.String(),
  kind: Type.Enum([...matterKinds]),
  state: Type.Enum([...matterStates], { description: 'done: one did it alone, at once' }),
  askedAt: Instant,
  asker: Type.String({ description: 'By name, or why the platform asked' }),
  reason: Type.String(),
  decidedAt: orNull(Instant),
  decider: orNull(Type.String()),
  decisionReason: orNull(Type.String()),
});

export const OpenMatter = Type.Object({
  ...Matter.properties,
  sealId: Type.String({ format: 'uuid' }),
  sealName: Type.String(),
  agency: Type.String({ description: 'Slug' }),
});

const Grant = Type.Object({
  id: Type.String({ format: 'uuid' }),
  account: orNull(Type.Object({ account: Type.String(), name: Type.String() })),
  forType: orNull(Type.String({ description: 'Code of a licence type or item; null: for all' })),
  most: orNull(Type.Integer({ description: 'Uses; null: as often as needed' })),
  used: Type.Integer(),
  from: Instant,
  until: Instant,
  endedAt: orNull(Instant),
});

export const WholeSeal = Type.Object({
  ...SealLine.properties,
  drawing: Drawing,
  supersedes: orNull(Type.String({ description: 'Id of the seal whose place it takes' })),
  supersededBy: orNull(Type.String()),
  matters: Type.Array(Matter, { description: 'The newest hundred' }),
  grants: Type.Array(Grant, { description: 'The newest two hundred' }),
});

export const Use = Type.Object({
  id: Type.String({ format: 'uuid' }),
  at: Instant,
  grant: Type.String({ format: 'uuid' }),
  who: orNull(Type.String({ description: 'By name; null where the platform sealed by rule' })),
  purpose: Type.String(),
  form: Type.Enum(['ofd', 'pdf']),
  digest: Type.String({
    description:
      'What the signature covers, hex: SM3 of Signature.xml of an OFD, SHA-256 of the covered bytes of a PDF',
  }),
  entity: Type.Object({ kind: Type.Enum(['licence', 'case', 'file']), id: Type.String() }),
});

export function lineOf(seal: SealRow) {
  const { id, agency, number, name, kind, usage, keeper, keeperName, state, version } = seal;
  return {
    id,
    agency,
    number,
    name,
    kind,
    usage,
    usageName: usages[usage],
    keeper: keeper === null ? null : { account: keeper, name: keeperName ?? '' },
    state,
    validFrom: seal.validFrom?.toISOString() ?? null,
    validUntil: seal.validUntil?.toISOString() ?? null,
    version,
  };
}

export async function presentSeal(ctx: Context, seal: SealRow) {
  const matters = await listMatters(ctx, seal.id);
  const grants = await listGrants(ctx, seal.id);
  return {
    ...lineOf(seal),
    drawing: seal.spec,
    supersedes: seal.supersedesId,
    supersededBy: seal.supersededById,
    matters: matters.map(matterOf),
    grants: grants.map(grantOf),
  };
}

export function matterOf({
  id,
  number,
  kind,
  state,
  asker,
  reason,
  decider,
  decisionReason,
  ...at
}: MatterRow) {
  return {
    id,
    number,
    kind,
    state,
    askedAt: at.askedAt.toISOString(),
    asker,
    reason,
    decidedAt: at.decidedAt?.toISOString() ?? null,
    decider,
    decisionReason,
  };
}

function grantOf({ id, account, accountName, forType, most, used, ...at }: GrantRow) {
  return {
    id,
    account: account === null ? null : { account, name: accountName ?? '' },
    forType,
    most,
    used,
    from: at.validFrom.toISOString(),
    until: at.validUntil.toISOString(),
    endedAt: at.endedAt?.toISOString() ?? null,
  };
}

export function useOf({ id, at, grantId, who, purpose, form, digest, entityKind, entityId }: UseRow) {
  return {
    id,
    at: at.toISOString(),
    grant: grantId,
    who,
    purpose,
    form,
    digest: digest.toString('hex'),
    entity: { kind: entityKind, id: entityId },
  };
}

/** As it was made; one that is asked for as it would be, without its number. */
export async function svgOfSeal(ctx: Context, seal: SealRow): Promise<string> {
  if (seal.number === null) return svgOf(await drawSeal(seal, null));
  const { rows } = await sql<{ path: string; width: number; height: number }>`
    select path, width_mm as width, height_mm as height from seal where id = ${seal.id}`.execute(ctx.tx);
  const [made] = rows;
  if (!made) throw new Error('the seal was read just now');
  return svgOf(made);
}
