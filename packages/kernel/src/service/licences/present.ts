import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import Type from 'typebox';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { Text } from '../../platform/text/index.ts';
import { formatYuan } from '../../data/libraries/index.ts';
import { getDefinition } from '../../work/definitions/index.ts';
import { stateOn, type LicenceRow } from './store.ts';

const Field = Type.Object({ name: Type.String(), label: Text, value: Type.String() });

export const LicenceDetail = Type.Object({
  id: Type.String({ format: 'uuid' }),
  number: Type.String(),
  type: Type.String({ description: 'Code of the licence type' }),
  typeName: Text,
  holder: Type.String(),
  issuer: Text,
  issuedOn: Type.String({ format: 'date' }),
  validFrom: Type.String({ format: 'date' }),
  validUntil: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
  state: Type.Enum(['valid', 'expired', 'revoked', 'superseded']),
  fields: Type.Array(Field),
  statement: Text,
  verifyCode: Type.String(),
  verifyUrl: Type.String(),
  revocation: Type.Union(
    [
      Type.Object({
        on: Type.String({ format: 'date' }),
        reason: Type.String({ description: 'As the decider wrote it' }),
        basis: Type.String({ description: 'Legal basis, as the decider wrote it' }),
        notice: Type.String({ description: 'Number of the notice to the holder' }),
      }),
      Type.Null(),
    ],
    { description: 'By what it was revoked; for its holder and for those who handle it' },
  ),
  version: Type.Integer(),
});

export const Verification = Type.Object(
  {
    code: Type.String(),
    state: Type.Enum(['valid', 'expired', 'revoked', 'superseded']),
    number: Type.String(),
    typeName: Text,
    holder: Type.String({ description: 'Name with all but its first character masked' }),
    issuer: Text,
    issuedOn: Type.String({ format: 'date' }),
    validUntil: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
    revokedOn: Type.Union([Type.String({ format: 'date' }), Type.Null()], {
      description: 'Since when it counts no more; why is between the agency and the holder',
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
    revocation:
      row.revokedAt === null
        ? null
        : {
            on: dateOf(row.revokedAt),
            reason: row.revokeReason ?? '',
            basis: row.revokeBasis ?? '',
            notice: row.noticeNumber ?? '',
          },
    version: row.version,
  };
}

export async function presentVerification(ctx: Context, row: LicenceRow) {
  const type = await typeOf(ctx, row);
  return {
    code: row.verifyCode,
    state: stateOn(row, dateOf(ctx.now)),
    number: row.number,
    typeName: type.name,
    holder: row.holderKind === 'person' ? maskName(row.holderName) : row.holderName,
    issuer: { zh: row.issuerZh, en: row.issuerEn },
    issuedOn: row.issuedOn,
    validUntil: row.validUntil,
    revokedOn: row.revokedAt === null ? null : dateOf(row.revokedAt),
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

function valueText(format: LicenceTypeSource['fields'][number]['format'], value: unknown): string {
  switch (format) {
    case 'money':
      return `${formatYuan(Number(value))} 元`;
    case 'area':
      return `${Number(value)} 平方米`;
    case 'percent':
      return `${Number(value)}%`;
    case 'date': {
      const [year, month, day] = String(value).slice(0, 10).split('-').map(Number);
      return `${year} 年 ${month} 月 ${day} 日`;
    }
    case 'list':
      return (Array.isArray(value) ? value : [value]).map(String).join('\n');
    default:
      return String(value);
  }
}

function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(rest.length);
}
