import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import Type, { type TSchema } from 'typebox';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { Text } from '../../platform/text/index.ts';
import { longDate } from '../../platform/calendar/index.ts';
import { formats } from '../../platform/papers/index.ts';
import { getDefinition } from '../../work/definitions/index.ts';
import { identifierOf } from './identifier.ts';
import { changeKinds, listChanges, standingStates, stateOn, type LicenceRow } from './store.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Field = Type.Object({ name: Type.String(), label: Text, value: Type.String() });

export const LicenceDetail = Type.Object({
  id: Type.String({ format: 'uuid' }),
  number: Type.String(),
  edition: Type.Integer({
    description: 'Renewed, changed or issued again it keeps its number, as the next edition',
  }),
  identifier: Type.String({ description: '电子证照标识 (GB/T 36904)' }),
  type: Type.String({ description: 'Code of the licence type' }),
  typeName: Text,
  holder: Type.String(),
  issuer: Text,
  issuedOn: Type.String({ format: 'date' }),
  validFrom: Type.String({ format: 'date' }),
  validUntil: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
  state: Type.Enum([...standingStates]),
  fields: Type.Array(Field),
  statement: Text,
  verifyCode: Type.String(),
  verifyUrl: Type.String(),
  change: Type.Union(
    [
      Type.Object({
        id: Type.String({ format: 'uuid' }),
        kind: Type.Enum([...changeKinds]),
        on: Type.String({ format: 'date' }),
        reason: Type.String({ description: 'As the decider wrote it' }),
        basis: Nullable(Type.String({ description: 'Legal basis, as the decider wrote it' })),
        notice: Nullable(Type.String({ description: 'Number of the notice to the holder' })),
      }),
      Type.Null(),
    ],
    { description: 'Why it is not valid any more or for now; for its holder and for those who handle it' },
  ),
  version: Type.Integer(),
});

export const LicenceHistory = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String({ format: 'uuid' }),
      edition: Type.Integer({ description: 'The one that was changed' }),
      kind: Type.Enum([...changeKinds]),
      at: Type.String({ format: 'date-time' }),
      by: Type.Enum(['decider', 'case'], { description: 'A deciding post of the issuer, or a case' }),
      reason: Type.String(),
      basis: Nullable(Type.String()),
      notice: Nullable(Type.String({ description: 'Number of the notice to the holder' })),
      successor: Nullable(Type.String({ format: 'uuid', description: 'The edition that took its place' })),
    }),
  ),
});

export const Verification = Type.Object(
  {
    code: Type.String(),
    state: Type.Enum([...standingStates]),
    number: Type.String(),
    edition: Type.Integer(),
    identifier: Type.String({ description: '电子证照标识 (GB/T 36904)' }),
    typeName: Text,
    holder: Type.String({ description: 'Name with all but its first character masked' }),
    issuer: Text,
    issuedOn: Type.String({ format: 'date' }),
    validUntil: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
    since: Type.Union([Type.String({ format: 'date' }), Type.Null()], {
      description: 'Since when it is not valid; why is between the agency and the holder',
    }),
    fields: Type.Array(Field),
    checkedAt: Type.String({ format: 'date-time' }),
  },
  { description: 'What anyone may learn of a licence by its code' },
);

export async function typeOf(ctx: Context, row: LicenceRow): Promise<LicenceTypeSource> {
  return (await getDefinition<LicenceTypeSource>(ctx, row.typeId)).content;
}

export async function presentLicence(ctx: Context, row: LicenceRow, origin: string) {
  const type = await typeOf(ctx, row);
  return {
    id: row.id,
    number: row.number,
    edition: row.edition,
    identifier: identifierOf(row, type),
    type: row.typeCode,
    typeName: type.name,
    holder: row.holderName,
    issuer: { zh: row.issuerZh, en: row.issuerEn },
    issuedOn: row.issuedOn,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    state: stateOn(row, dateOf(ctx.now)),
    fields: fieldsOf(row, type, false),
    statement: type.statement,
    verifyCode: row.verifyCode,
    verifyUrl: `${origin}/verify/${row.verifyCode}`,
    change:
      row.changeId === null || row.changeKind === null || row.changedAt === null
        ? null
        : {
            id: row.changeId,
            kind: row.changeKind,
            on: dateOf(row.changedAt),
            reason: row.changeReason ?? '',
            basis: row.changeBasis,
            notice: row.noticeNumber,
          },
    version: row.version,
  };
}

/** What became of a number, over all its editions, oldest first. */
export async function presentHistory(ctx: Context, { number }: LicenceRow) {
  const changes = await listChanges(ctx, number);
  return {
    items: changes.map(({ id, edition, kind, at, accountId, reason, basis, noticeNumber, successorId }) => ({
      id,
      edition,
      kind,
      at: at.toISOString(),
      by: accountId === null ? ('case' as const) : ('decider' as const),
      reason,
      basis,
      notice: noticeNumber,
      successor: successorId,
    })),
  };
}

export async function presentVerification(ctx: Context, row: LicenceRow) {
  const type = await typeOf(ctx, row);
  return {
    code: row.verifyCode,
    state: stateOn(row, dateOf(ctx.now)),
    number: row.number,
    edition: row.edition,
    identifier: identifierOf(row, type),
    typeName: type.name,
    holder: row.holderKind === 'person' ? maskName(row.holderName) : row.holderName,
    issuer: { zh: row.issuerZh, en: row.issuerEn },
    issuedOn: row.issuedOn,
    validUntil: row.validUntil,
    since: row.changedAt === null ? null : dateOf(row.changedAt),
    fields: fieldsOf(row, type, true),
    checkedAt: ctx.now.toISOString(),
  };
}

/** A licence's fields in the order of its type, as people read them. */
export function fieldsOf(row: LicenceRow, type: LicenceTypeSource, publicOnly: boolean) {
  return type.fields
    .filter(
      (field) =>
        (field.public || !publicOnly) &&
        row.fields[field.name] !== undefined &&
        row.fields[field.name] !== null,
    )
    .map((field) => ({
      name: field.name,
      label: field.label,
      value: valueText(field.format, row.fields[field.name]),
    }));
}

/** As papers write it, but for dates, which have room on a screen. */
function valueText(format: LicenceTypeSource['fields'][number]['format'], value: unknown): string {
  return format === 'date' ? longDate(String(value).slice(0, 10)).zh : formats[format](value);
}

function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(rest.length);
}
