import type { ResourceField } from '@quancheng/pack-sdk';
import { formatYuan, type Text } from '../../platform/text/index.ts';

type Names = ReadonlyMap<string, Text>;

/** A field of a record, or one within the objects that it lists. */
type Shown = Pick<ResourceField, 'format' | 'x-enum' | 'x-format' | 'items'>;

/**
 * A field's value as people read it; identity numbers and phones keep only their ends. `divisions` names the
 * codes of divisions.
 */
export function presentValue(field: Shown, value: unknown, divisions: Names = new Map()): Text {
  if (Array.isArray(value)) return presentList(field, value, divisions);
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' };
  if (typeof value === 'string' && field['x-enum']?.[value]) return field['x-enum'][value];
  if (field.format === 'date' && typeof value === 'string') return spokenDate(value);
  switch (field['x-format']) {
    case 'division':
      return divisions.get(String(value)) ?? same(String(value));
    case 'money':
      return { zh: `${formatYuan(Number(value))} 元`, en: `${formatYuan(Number(value))} yuan` };
    case 'area':
      return { zh: `${Number(value)} 平方米`, en: `${Number(value)} m²` };
    case 'percent':
      return same(`${Number(value)}%`);
    case 'idNumber':
      return same(maskMiddle(String(value), 4, 4));
    case 'phone':
      return same(maskMiddle(String(value), 3, 4));
    default:
      return same(typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
}

/** What a list holds, each entry with the names of its parts; an empty one says so. */
function presentList(field: Shown, values: readonly unknown[], divisions: Names): Text {
  if (values.length === 0) return { zh: '无', en: 'None' };
  const parts = (field.items as { properties?: Record<string, ResourceField> } | undefined)?.properties;
  const entries = values.map((entry): Text[] => {
    if (parts === undefined || entry === null || typeof entry !== 'object') return [presentValue({}, entry)];
    return Object.entries(entry).map(([name, part]) => {
      const source = parts[name];
      const title = source?.['x-title'] ?? same(name);
      const shown = presentValue(source ?? {}, part, divisions);
      return { zh: `${title.zh} ${shown.zh}`, en: `${title.en} ${shown.en}` };
    });
  });
  return {
    zh: entries.map((entry) => entry.map(({ zh }) => zh).join('\uFF0C')).join('\uFF1B'),
    en: entries.map((entry) => entry.map(({ en }) => en).join(', ')).join('; '),
  };
}

/** What reads alike in both languages. */
function same(text: string): Text {
  return { zh: text, en: text };
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function spokenDate(date: string): Text {
  const [year, month = 1, day] = date.split('-').map(Number);
  return { zh: `${year} 年 ${month} 月 ${day} 日`, en: `${day} ${months[month - 1]} ${year}` };
}

function maskMiddle(value: string, head: number, tail: number): string {
  const chars = [...value];
  if (chars.length <= head + tail) return value;
  return [...chars.slice(0, head), '*'.repeat(chars.length - head - tail), ...chars.slice(-tail)].join('');
}
