import { compileExpression, FeelSyntaxError, toJson, type Expression } from '@quancheng/engines/feel';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Catalogue, RegisteredResource } from '../../data/catalogue/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { licenceErrors } from './errors.ts';

/** A stock rule ready to be used on records. */
export interface ReadyRule {
  resource: RegisteredResource;
  /** Its table: a stock is made from a library. */
  table: string;
  where: Readonly<Record<string, unknown>>;
  /** Fields that may hold the holder, in this order. */
  holders: readonly { field: string; kind: 'person' | 'entity' }[];
  /** What a licence would say, or why there can be none. */
  fill(
    record: Readonly<Record<string, unknown>>,
    holder: Readonly<Record<string, unknown>>,
    today: string,
    now: Date,
  ): Filled | Unfit;
}

export interface Filled {
  fields: Record<string, unknown>;
  validFrom?: string;
  validUntil?: string;
}

/** Why a record becomes no licence. */
export interface Unfit {
  reason: Text;
}

type StockRule = NonNullable<LicenceTypeSource['stock']>;
type Format = LicenceTypeSource['fields'][number]['format'];

/** Reads the rule of a type. Errors: `licence.no-stock-rule`, `licence.bad-rule`. */
export function readStockRule(type: LicenceTypeSource, catalogue: Catalogue): ReadyRule {
  const { stock, name } = type;
  if (!stock) throw licenceErrors.noStockRule({ name });
  const bad = (place: string, problem: string) => licenceErrors.badRule({ name, place, problem });
  const resource = catalogue.find(stock.resource);
  if (!resource?.table) throw bad('stock.resource', stock.resource);
  const { properties, 'x-subjects': subjects } = resource.source;
  const unknown = Object.keys(stock.where ?? {}).find((field) => !(field in properties));
  if (unknown !== undefined) throw bad('stock.where', unknown);
  const holders = stock.holder.map((field) => {
    const subject = subjects.find((entry) => entry.field === field);
    if (!subject) throw bad('stock.holder', field);
    return { field, kind: subject.kind };
  });
  const foreign = [...Object.keys(stock.fields), ...(stock.same === undefined ? [] : [stock.same])].find(
    (field) => !type.fields.some((entry) => entry.name === field),
  );
  if (foreign !== undefined) throw bad('stock.fields', foreign);
  const rules = rulesOf(type, stock);
  return { resource, table: resource.table, where: stock.where ?? {}, holders, fill: filler(rules) };
}

interface FieldRule {
  name: string;
  label: Text;
  format: Format;
  part: 'fields' | 'validFrom' | 'validUntil';
  expression: Expression;
}

function rulesOf(type: LicenceTypeSource, stock: StockRule): FieldRule[] {
  const term = [
    ['validFrom', { zh: '有效期起', en: 'Valid from' }],
    ['validUntil', { zh: '有效期至', en: 'Valid until' }],
  ] as const;
  return [
    ...Object.entries(stock.fields).map(([name, source]): FieldRule => {
      const field = type.fields.find((entry) => entry.name === name);
      const { label = { zh: name, en: name }, format = 'text' } = field ?? {};
      return { name, label, format, part: 'fields', expression: compileRule(type, name, source) };
    }),
    ...term.flatMap(([name, label]): FieldRule[] => {
      const source = stock[name];
      if (source === undefined) return [];
      const expression = compileRule(type, name, source);
      return [{ name, label, format: 'date', part: name, expression }];
    }),
  ];
}

/** Compiles an expression of a licence type. Errors: `licence.bad-rule`. */
export function compileRule({ name }: LicenceTypeSource, place: string, source: string): Expression {
  try {
    return compileExpression(source);
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error;
    throw licenceErrors.badRule({ name, place, problem: error.message });
  }
}

function filler(rules: readonly FieldRule[]): ReadyRule['fill'] {
  return (record, holder, today, now) => {
    const filled: Filled = { fields: {} };
    for (const { name, label, format, part, expression } of rules) {
      const value = toJson(expression.evaluate({ record, holder, today }, now));
      const problem = problemOf(value, format);
      if (problem) return { reason: { zh: `${label.zh}：${problem.zh}`, en: `${label.en}: ${problem.en}` } };
      if (part === 'fields') filled.fields[name] = value;
      else filled[part] = String(value);
    }
    return filled;
  };
}

function problemOf(value: unknown, format: Format): Text | undefined {
  if (value === null || value === undefined || value === '')
    return { zh: '登记中没有，或者算不出来', en: 'not registered, or the rule gives nothing' };
  return isOf(value, format)
    ? undefined
    : { zh: '登记的值不是该项的格式', en: 'what is registered is not of its format' };
}

function isOf(value: unknown, format: Format): boolean {
  switch (format) {
    case 'text':
      return typeof value === 'string' || typeof value === 'number';
    case 'date':
      return typeof value === 'string' && isDate(value);
    case 'list':
      return Array.isArray(value);
    default:
      return typeof value === 'number' && Number.isFinite(value);
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
