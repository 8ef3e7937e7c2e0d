import { defineErrors } from '../../platform/errors/index.ts';

export const itemErrors = defineErrors('item', {
  notFound: {
    status: 404,
    zh: '没有找到事项“{code}”。',
    en: 'There is no item “{code}”.',
    remedyZh: '请用搜索重新查找；事项可能已调整或取消。',
    remedyEn: 'Search for it again; it may have changed or been withdrawn.',
  },
  defective: {
    status: 409,
    zh: '事项“{code}”有 {count} 处不符合公布要求。',
    en: 'The item “{code}” breaks {count} rules of publication.',
    remedyZh: '请按清单修改后再公布。',
    remedyEn: 'Mend what the list names, then publish.',
  },
  altersBase: {
    status: 409,
    zh: '事项“{code}”改动了由上级统一规定的要素：{elements}。',
    en: 'The item “{code}” alters elements fixed by its base item: {elements}.',
    remedyZh: '请恢复为基本目录的内容，或报请上级修改。',
    remedyEn: 'Take them from the base item, or ask the upper level to change it.',
  },
  importFormat: {
    status: 400,
    zh: '读不出文件“{file}”。',
    en: 'The file “{file}” cannot be read.',
    remedyZh: '请使用 CSV、XLSX 或 JSON（一个列表）。',
    remedyEn: 'Use CSV, XLSX or JSON (a list).',
  },
  draftExists: {
    status: 409,
    zh: '事项“{code}”已有一份没有发布的草稿。',
    en: 'The item “{code}” has a draft that is not published yet.',
    remedyZh: '请在那份草稿上继续修改。',
    remedyEn: 'Go on with that draft.',
  },
  wrongState: {
    status: 409,
    zh: '事项当前是“{state}”，不能这样操作。',
    en: 'The item is “{state}”; this cannot be done now.',
    remedyZh: '请刷新后再试。',
    remedyEn: 'Reload and try again.',
  },
});
