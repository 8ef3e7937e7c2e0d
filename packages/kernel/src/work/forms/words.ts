import type { FormFieldSource } from '@quancheng/pack-sdk';
import type { Text } from '../../platform/text/index.ts';

/** What is wrong with an answer: a keyword of JSON Schema, and its limit where it has one. */
export interface Fault {
  keyword: string;
  value?: unknown;
  limit?: unknown;
}

/** Says what is wrong with an answer as a person would; the browser says it in the same words. */
export function wordsFor(name: string, field: FormFieldSource | undefined, fault: Fault): Text {
  const title = field?.['x-title'] ?? { zh: name, en: name };
  switch (fault.keyword) {
    case 'required':
    case 'enum':
    case 'const':
      return field ? missing(field, title) : { zh: `请填写“${title.zh}”。`, en: `Fill in “${title.en}”.` };
    case 'additionalProperties':
      return { zh: `没有“${title.zh}”这一项。`, en: `There is no field “${title.en}”.` };
    case 'type':
      return wrongType(field, title, fault.value);
    case 'minLength':
      return {
        zh: `“${title.zh}”至少 ${String(fault.limit)} 个字。`,
        en: `“${title.en}” needs at least ${String(fault.limit)} characters.`,
      };
    case 'maxLength':
      return {
        zh: `“${title.zh}”最多 ${String(fault.limit)} 个字。`,
        en: `“${title.en}” takes at most ${String(fault.limit)} characters.`,
      };
    case 'minimum':
      return {
        zh: `“${title.zh}”不能小于 ${shown(field, fault.limit)}。`,
        en: `“${title.en}” must be at least ${shown(field, fault.limit)}.`,
      };
    case 'maximum':
      return {
        zh: `“${title.zh}”不能大于 ${shown(field, fault.limit)}。`,
        en: `“${title.en}” must be at most ${shown(field, fault.limit)}.`,
      };
    default:
      return malformed(title);
  }
}

function missing(field: FormFieldSource, title: Text): Text {
  if (field.const === true) return { zh: `请先勾选：${title.zh}`, en: `Please tick: ${title.en}` };
  const asked = isPicked(field)
    ? { zh: `请选一项：${title.zh}`, en: `Choose one: ${title.en}` }
    : { zh: `请填写“${title.zh}”。`, en: `Fill in “${title.en}”.` };
  return {
    zh: isQuestion(title.zh) ? `请先回答：${title.zh}` : asked.zh,
    en: isQuestion(title.en) ? `Please answer: ${title.en}` : asked.en,
  };
}

/** A title may be a question, the beginning of a sentence, or the name of what is filled in. */
function isQuestion(title: string): boolean {
  return /[?？]$/.test(title);
}

function isPicked(field: FormFieldSource): boolean {
  return (
    field.enum !== undefined ||
    field['x-choices'] !== undefined ||
    field.type === 'boolean' ||
    field.type === 'array'
  );
}

function wrongType(field: FormFieldSource | undefined, title: Text, value: unknown): Text {
  if (field?.type === 'integer' && typeof value === 'number')
    return { zh: `“${title.zh}”请填整数。`, en: `“${title.en}” must be a whole number.` };
  return field?.type === 'integer' || field?.type === 'number'
    ? { zh: `“${title.zh}”请填数字。`, en: `“${title.en}” must be a number.` }
    : malformed(title);
}

function malformed(title: Text): Text {
  return { zh: `请检查“${title.zh}”的格式。`, en: `Check the format of “${title.en}”.` };
}

/** Money is kept in fen and typed in yuan. */
function shown(field: FormFieldSource | undefined, limit: unknown): string {
  return String(field?.['x-widget'] === 'money' ? Number(limit) / 100 : limit);
}
