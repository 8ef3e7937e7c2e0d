import type { ResourceField } from '@quancheng/pack-sdk';

/**
 * A field's value as people read it; identity numbers and phones keep only their ends. `divisions` names the
 * codes of divisions.
 */
export function presentValue(
  field: ResourceField,
  value: unknown,
  divisions: ReadonlyMap<string, string> = new Map(),
): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'string' && field['x-enum']?.[value]) return field['x-enum'][value].zh;
  if (field.format === 'date' && typeof value === 'string') return spokenDate(value);
  switch (field['x-format']) {
    case 'division':
      return divisions.get(String(value)) ?? String(value);
    case 'money':
      return `${formatYuan(Number(value))} 元`;
    case 'area':
      return `${Number(value)} 平方米`;
    case 'percent':
      return `${Number(value)}%`;
    case 'idNumber':
      return maskMiddle(String(value), 4, 4);
    case 'phone':
      return maskMiddle(String(value), 3, 4);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function spokenDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year} 年 ${month} 月 ${day} 日`;
}

/** Fen as yuan, with thousands separators and no needless cents. */
export function formatYuan(fen: number): string {
  const digits = fen % 100 === 0 ? 0 : 2;
  return (fen / 100).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function maskMiddle(value: string, head: number, tail: number): string {
  const chars = [...value];
  if (chars.length <= head + tail) return value;
  return [...chars.slice(0, head), '*'.repeat(chars.length - head - tail), ...chars.slice(-tail)].join('');
}
