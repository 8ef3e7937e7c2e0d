import type { TFunction } from 'i18next';
import type { FormAnswer, FormField, Lang } from '../../../api/types.ts';
import { formatDate, formatMoney, formatNumber, pick } from '../../../lib/format.ts';
import { isEmpty, widgetOf } from './widgets.ts';

type Choices = FormAnswer['choices'][string] | undefined;

/** An answer as one reads it. */
export function answerText(
  field: FormField,
  value: unknown,
  choices: Choices,
  t: TFunction,
  lang: Lang,
): string {
  if (isEmpty(value)) return t('form.noAnswer');
  if (Array.isArray(value)) {
    return value
      .map((entry) => optionText(field.items ?? {}, entry, undefined, lang))
      .join(lang === 'zh' ? '、' : ', ');
  }
  if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no');
  if (typeof value === 'number') {
    if (widgetOf(field) === 'money') return formatMoney(value, lang);
    const unit = field['x-unit'];
    return unit ? `${formatNumber(value)} ${pick(unit, lang)}` : formatNumber(value);
  }
  return optionText(field, value, choices, lang);
}

function optionText(field: FormField, value: unknown, choices: Choices, lang: Lang): string {
  const chosen = choices?.find((choice) => choice.value === value);
  if (chosen) return pick(chosen.label, lang);
  const words = field['x-enum']?.[String(value)];
  if (words) return pick(words, lang);
  if (field.format === 'date' && typeof value === 'string') return formatDate(value, lang);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value of a rule or a record, whose field we do not know. */
export function plainText(value: unknown, t: TFunction, lang: Lang): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)) return formatDate(value, lang);
  return answerText({}, value, undefined, t, lang);
}
