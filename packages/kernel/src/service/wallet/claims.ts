import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { findCurrent } from '../../work/definitions/index.ts';
import { sql } from '../../platform/database/index.ts';
import { walletErrors } from './errors.ts';
import { identifierOf, type LicenceRow } from '../licences/index.ts';

/** What a credential says of a licence, and where. */
export interface Claim {
  path: readonly [string] | readonly ['fields', string];
  label: Text;
  /** What people should know of its value. */
  description?: string;
}

/** Claims of every licence; `issuer` has the name in Chinese, dates are civil. */
const common = {
  holder: { zh: '持证人', en: 'Holder' },
  number: { zh: '证照编号', en: 'Number' },
  identifier: { zh: '电子证照标识', en: 'Identifier' },
  issuer: { zh: '发证机关', en: 'Issued by' },
  issuedOn: { zh: '发证日期', en: 'Issued on' },
  validFrom: { zh: '有效期起', en: 'Valid from' },
  validUntil: { zh: '有效期至', en: 'Valid until' },
} as const satisfies Record<string, Text>;

type Field = LicenceTypeSource['fields'][number];

const descriptions: Readonly<Partial<Record<Field['format'], string>>> = {
  money: 'Yuan with two decimals, as text',
  area: 'Square metres',
  percent: 'Per cent',
  date: 'Civil date, ISO 8601',
};

/** Everything that a holder may show one by one; fields of the type stand below `fields`. */
export function claimsOf(type: LicenceTypeSource): Claim[] {
  const own = Object.entries(common).map(([name, label]): Claim => ({ path: [name], label }));
  const fields = type.fields.map(({ name, label, format }): Claim => {
    const description = descriptions[format];
    return { path: ['fields', name], label, ...(description === undefined ? {} : { description }) };
  });
  return [...own, ...fields];
}

/** The values of a licence: those of every licence, and those of its type. */
export function valuesOf(licence: LicenceRow, type: LicenceTypeSource) {
  const { holderName, number, issuerZh, issuedOn, validFrom, validUntil } = licence;
  const identifier = identifierOf(licence, type);
  return {
    own: {
      holder: holderName,
      number,
      identifier,
      issuer: issuerZh,
      issuedOn,
      validFrom,
      ...(validUntil === null ? {} : { validUntil }),
    } satisfies Partial<Record<keyof typeof common, string>>,
    fields: Object.fromEntries(
      type.fields.flatMap(({ name, format }) => {
        const value = licence.fields[name];
        return value === undefined || value === null ? [] : [[name, valueFor(format, value)]];
      }),
    ),
  };
}

/** As programs read it, without what only a record knows: money is not in fen. */
function valueFor(format: Field['format'], value: unknown): unknown {
  switch (format) {
    case 'money':
      return (Number(value) / 100).toFixed(2);
    case 'area':
    case 'percent':
    case 'number':
      return Number(value);
    case 'date':
      return String(value).slice(0, 10);
    case 'list':
      return (Array.isArray(value) ? value : [value]).map(String);
    case 'text':
      return String(value);
  }
}

export function pathText({ path }: Pick<Claim, 'path'>): string {
  return path.join('.');
}

/** How a value is written: that of a field, a date, or as it is. */
export function formatOf(type: LicenceTypeSource, [first, name]: Claim['path']): Field['format'] {
  if (name !== undefined) return type.fields.find((field) => field.name === name)?.format ?? 'text';
  return ['issuedOn', 'validFrom', 'validUntil'].includes(first) ? 'date' : 'text';
}

/** The type of a credential, an address below the origin (`vct`). */
export function vctOf(origin: string, code: string): string {
  return `${origin}/credentials/${code}`;
}

/** Every licence type as it is in force, by code. */
export async function listTypes(ctx: Context): Promise<LicenceTypeSource[]> {
  const { rows } = await sql<{ content: LicenceTypeSource }>`
    select distinct on (key) content from definition where kind = 'licenceType' order by key, version desc
    limit 500`.execute(ctx.tx);
  return rows.map(({ content }) => content);
}

/** Errors: `wallet.unknown-type`. */
export async function getType(ctx: Context, code: string): Promise<LicenceTypeSource> {
  const found = await findCurrent<LicenceTypeSource>(ctx, 'licenceType', code);
  if (!found) throw walletErrors.unknownType({ type: code });
  return found.content;
}
