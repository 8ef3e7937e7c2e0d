import { defineErrors } from '../../platform/errors/index.ts';

export const catalogueErrors = defineErrors('catalogue', {
  unknownResource: {
    status: 404,
    zh: '资源目录中没有“{resource}”。',
    en: 'The catalogue has no resource “{resource}”.',
    remedyZh: '请检查资源代码，或由提供部门先登记。',
    remedyEn: 'Check its code, or have its agency register it first.',
  },
  unknownField: {
    status: 400,
    zh: '资源“{resource}”没有字段“{field}”。',
    en: 'The resource “{resource}” has no field “{field}”.',
    remedyZh: '请对照资源目录修改。',
    remedyEn: 'Compare with the catalogue.',
  },
  changedColumn: {
    status: 409,
    zh: '字段 {table}.{column} 的类型不能由 {found} 改为 {wanted}。',
    en: 'Column {table}.{column} cannot change from {found} to {wanted}.',
    remedyZh: '请改用新的字段名，旧数据保留。',
    remedyEn: 'Use a new field name; the old data stays.',
  },
});
