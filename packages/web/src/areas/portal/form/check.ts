import type { TFunction } from 'i18next';
import type { FormField } from '../../../api/types.ts';
import { isEmpty, widgetOf } from './widgets.ts';

/** A day that may be in a calendar, as the server's schema has it. */
const datePattern = String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`;

/** What is wrong with an answer, in the words the server would use; undefined when nothing is. */
export function checkAnswer(
  field: FormField,
  title: string,
  value: unknown,
  required: boolean,
  t: TFunction,
): string | undefined {
  if (isEmpty(value)) return required ? missing(field, title, t) : undefined;
  if (field.const !== undefined && value !== field.const) return missing(field, title, t);
  if (field.enum !== undefined && !field.enum.includes(value as string)) return missing(field, title, t);
  if (field.type === 'number' || field.type === 'integer') return checkNumber(field, title, value, t);
  return typeof value === 'string' ? checkText(field, title, value, t) : undefined;
}

function checkNumber(field: FormField, title: string, value: unknown, t: TFunction): string | undefined {
  if (typeof value !== 'number') return t('check.number', { title });
  if (field.type === 'integer' && !Number.isInteger(value)) return t('check.whole', { title });
  const shown = (limit: number) => String(widgetOf(field) === 'money' ? limit / 100 : limit);
  if (field.minimum !== undefined && value < field.minimum)
    return t('check.minimum', { title, limit: shown(field.minimum) });
  if (field.maximum !== undefined && value > field.maximum)
    return t('check.maximum', { title, limit: shown(field.maximum) });
  return undefined;
}

function checkText(field: FormField, title: string, value: string, t: TFunction): string | undefined {
  if (field.minLength !== undefined && value.length < field.minLength)
    return t('check.minLength', { title, limit: field.minLength });
  if (field.maxLength !== undefined && value.length > field.maxLength)
    return t('check.maxLength', { title, limit: field.maxLength });
  const pattern = field.pattern ?? (field.format === 'date' ? datePattern : undefined);
  return pattern !== undefined && !new RegExp(pattern).test(value) ? t('check.format', { title }) : undefined;
}

/** A title may be a question, the beginning of a sentence, or the name of what is filled in. */
function missing(field: FormField, title: string, t: TFunction): string {
  if (field.const === true) return t('check.tick', { title });
  if (/[?？]$/.test(title)) return t('check.answer', { title });
  return t(isPicked(field) ? 'check.choose' : 'check.fillIn', { title });
}

function isPicked(field: FormField): boolean {
  return ['radio', 'select', 'choice', 'checkboxes', 'yesNo'].includes(widgetOf(field));
}
