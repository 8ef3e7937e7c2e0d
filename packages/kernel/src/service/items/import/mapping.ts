import Type, { type Static } from 'typebox';
import { itemTypes } from '@quancheng/pack-sdk';
import type { ItemContent } from '../model.ts';

const Columns = Type.Array(Type.String(), {
  minItems: 1,
  description: 'Names of columns; the first that a row has counts',
});

/** Which column of a source holds which element. */
export const ImportMapping = Type.Object(
  {
    code: Columns,
    name: Columns,
    agencyName: Type.Optional(Columns),
    agencyCode: Type.Optional(Columns),
    division: Type.Optional(Columns),
    type: Type.Optional(Columns),
    caseType: Type.Optional(Columns),
    statutoryDays: Type.Optional(Columns),
    promisedDays: Type.Optional(Columns),
    visits: Type.Optional(Columns),
    enquiryPhone: Type.Optional(Columns),
    complaintPhone: Type.Optional(Columns),
    theme: Type.Optional(Columns),
  },
  { additionalProperties: false },
);
export type ImportMapping = Static<typeof ImportMapping>;

/** Columns as the lists of provinces and cities usually name them. */
export const usualMapping: ImportMapping = {
  code: ['itemCode', 'code', 'taskCode', '实施编码', '事项编码', '事项实施编码'],
  name: ['name', 'taskName', 'itemName', '事项名称', '名称'],
  agencyName: ['agency', 'agencyName', '实施主体', '部门', '实施机构'],
  agencyCode: ['agencyCode', '实施主体编码', '部门编码', '统一社会信用代码'],
  division: ['areaCode', 'division', '行政区划', '区划代码'],
  type: ['taskType', 'type', '事项类型'],
  caseType: ['projectType', 'caseType', '办件类型'],
  statutoryDays: ['statutoryDays', 'anticipateDay', '法定办结时限', '法定时限'],
  promisedDays: ['promisedDays', 'promiseDay', '承诺办结时限', '承诺时限'],
  visits: ['visits', 'limitSceneNum', '到办事现场次数', '跑动次数'],
  enquiryPhone: ['enquiryPhone', 'linkWay', '咨询电话', '咨询方式'],
  complaintPhone: ['complaintPhone', 'superviseWay', '投诉电话', '监督投诉方式'],
  theme: ['group', 'theme', '主题', '分类'],
};

/** What of a row could be read: an item's content as far as it goes, and what stands beside it. */
export interface MappedRow {
  code: string;
  name: string;
  agencyName: string;
  agencyCode: string;
  division: string;
  content: Partial<ItemContent>;
}

/** Reads a row; a text says why it cannot be an item at all. */
export function mapRow(cells: Readonly<Record<string, unknown>>, mapping: ImportMapping): MappedRow | string {
  const text = (columns: readonly string[] | undefined): string => {
    for (const column of columns ?? []) {
      const value = cells[column];
      if (typeof value === 'string' || typeof value === 'number')
        return String(value).normalize('NFC').trim();
    }
    return '';
  };
  const code = text(mapping.code);
  const name = text(mapping.name);
  if (code === '') return '缺少事项编码 / the code is missing';
  if (name === '') return '缺少事项名称 / the name is missing';
  if (code.length > 60) return '事项编码超过 60 个字符 / the code is longer than 60 characters';
  if (name.length > 300) return '事项名称超过 300 个字 / the name is longer than 300 characters';
  return {
    code,
    name,
    agencyName: text(mapping.agencyName),
    agencyCode: text(mapping.agencyCode),
    division: text(mapping.division),
    content: contentOf(code, name, text, mapping),
  };
}

function contentOf(
  code: string,
  name: string,
  text: (columns: readonly string[] | undefined) => string,
  mapping: ImportMapping,
): Partial<ItemContent> {
  const type = text(mapping.type).padStart(2, '0');
  const caseType = { 1: 'instant', 2: 'promise', 即办件: 'instant', 承诺件: 'promise' }[
    text(mapping.caseType)
  ] as ItemContent['caseType'] | undefined;
  const days = (columns: readonly string[] | undefined) => {
    const found = /^\d+/.exec(text(columns))?.[0];
    return found === undefined ? undefined : { amount: Number(found), unit: 'workingDay' as const };
  };
  const visits = /^\d+$/.exec(text(mapping.visits))?.[0];
  const theme = text(mapping.theme);
  const entries = {
    code: basicCodeOf(code),
    localCode: code,
    name,
    title: { zh: name, en: name },
    type: type in itemTypes ? (type as ItemContent['type']) : undefined,
    caseType,
    statutory: days(mapping.statutoryDays),
    promised: days(mapping.promisedDays),
    visits: visits === undefined ? undefined : Number(visits),
    enquiryPhone: text(mapping.enquiryPhone) || undefined,
    complaintPhone: text(mapping.complaintPhone) || undefined,
    keywords: theme === '' || theme === '未分类' ? [] : [theme],
  };
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined),
  ) as Partial<ItemContent>;
}

/** The 12 characters of the basic code: within an implementation code, or before the first dash. */
function basicCodeOf(code: string): string {
  if (/^[0-9A-Z]{31}(\d\d)?$/.test(code)) return code.slice(19, 31);
  return code.split('-')[0] ?? code;
}
