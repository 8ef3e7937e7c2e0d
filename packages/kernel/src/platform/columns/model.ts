import { sql } from '../database/index.ts';

/**
 * A column of text that is kept encrypted. Of the column `phone` the table has `phone_sealed` (the version of the key in
 * 4 bytes, big end first; then SM4-CTR with HMAC-SM3 as `seal` writes it), `phone_index` where it is searched, and
 * `phone` itself for what was written before it was encrypted.
 */
export interface SealedColumn {
  table: string;
  /** In snake case. */
  name: string;
  /** How what is searched and what was written become the same; null: it is not searched. */
  normalise: ((text: string) => string) | null;
  /** SQL over the row `t`: what a value is bound to, where it is the copy of another column's. */
  about: string;
}

/** `table.name/id`: a value that is put into another row or column does not open there. */
export function aboutOf({ table, name }: Pick<SealedColumn, 'table' | 'name'>, id: string): string {
  return `${table}.${name}/${id}`;
}

export function sealedColumn(
  table: string,
  name: string,
  {
    normalise = null,
    about = `'${table}.${name}/' || t.id`,
  }: Partial<Pick<SealedColumn, 'normalise' | 'about'>> = {},
): SealedColumn {
  return { table, name, normalise, about };
}

/** The parts of a statement that walks over a column; names come from code alone. */
export function partsOf({ table, name, normalise, about }: SealedColumn) {
  return {
    table: sql.table(table),
    plain: sql.ref(`t.${name}`),
    sealed: sql.ref(`t.${name}_sealed`),
    about: sql.raw(about),
    set: sql.raw(
      normalise
        ? `${name} = null, ${name}_sealed = n.sealed, ${name}_index = n.index`
        : `${name} = null, ${name}_sealed = n.sealed`,
    ),
  };
}

/** Digits alone, without the code of the country. */
export function normalisePhone(text: string): string {
  return text.replaceAll(/[^\d+]/g, '').replace(/^(\+|00)86/, '');
}

export function normaliseMail(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase();
}

/** What is written of a value. */
export interface SealedValue {
  sealed: Buffer;
  /** Null for a column that is not searched. */
  index: Buffer | null;
}

export interface ColumnKey {
  version: number;
  wrapped: Buffer;
  createdAt: Date;
  doneAt: Date | null;
}
