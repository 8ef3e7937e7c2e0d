import { fillText, type Text } from '../text/index.ts';

/** What stands for the placeholders of an error. */
type Values = Record<string, string | number | Text>;

/** One row of `contracts/errors.md`. */
export interface ErrorEntry {
  code: string;
  /** HTTP status of the problem document (RFC 9457). */
  status: number;
  /** What happened. */
  text: Text;
  /** What to do. */
  remedy: Text;
}

/** A field of the input that is wrong; `path` is a JSON Pointer into the body. */
export interface FieldProblem {
  path: string;
  text: Text;
}

const entries = new Map<string, ErrorEntry>();

/** Every error of the running product, by code; filled as modules load. */
export function catalogue(): readonly ErrorEntry[] {
  return [...entries.values()].sort((a, b) => a.code.localeCompare(b.code));
}

export class DomainError extends Error {
  readonly entry: ErrorEntry;
  readonly values: Values;
  readonly fields: FieldProblem[];

  constructor(entry: ErrorEntry, values: Values = {}, fields: FieldProblem[] = []) {
    super(`${entry.code}: ${fillText(entry.text, values).en}`);
    this.name = 'DomainError';
    this.entry = entry;
    this.values = values;
    this.fields = fields;
  }

  get text(): Text {
    return fillText(this.entry.text, this.values);
  }

  get remedy(): Text {
    return fillText(this.entry.remedy, this.values);
  }
}

type Spec = { status: number; zh: string; en: string; remedyZh: string; remedyEn: string };
type Thrower = (values?: Values, fields?: FieldProblem[]) => DomainError;

/**
 * Declares a module's errors once: `{ notFound: { status, zh, en, remedyZh, remedyEn } }` under a prefix
 * gives makers whose code is `prefix.not-found`. A code may be declared only once in the product.
 */
export function defineErrors<const T extends Record<string, Spec>>(
  prefix: string,
  specs: T,
): { [K in keyof T]: Thrower } {
  const makers: Record<string, Thrower> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const code = `${prefix}.${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (entries.has(code)) throw new Error(`error code declared twice: ${code}`);
    const entry: ErrorEntry = {
      code,
      status: spec.status,
      text: { zh: spec.zh, en: spec.en },
      remedy: { zh: spec.remedyZh, en: spec.remedyEn },
    };
    entries.set(code, entry);
    makers[name] = (values, fields) => new DomainError(entry, values, fields);
  }
  return makers as { [K in keyof T]: Thrower };
}
