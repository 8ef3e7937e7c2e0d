import { defineErrors } from '../../platform/errors/index.ts';

export const libraryErrors = defineErrors('library', {
  unavailable: {
    status: 503,
    zh: '“{resource}”暂时查询不到。',
    en: '“{resource}” cannot be read at the moment.',
    remedyZh: '请过几分钟再试；没有提交任何内容，您填写的内容不会丢失。',
    remedyEn: 'Try again in a few minutes; nothing was sent, and what you filled in is kept.',
  },
  invalidRecord: {
    status: 400,
    zh: '记录不符合“{resource}”的数据格式。',
    en: 'The record does not fit the schema of “{resource}”.',
    remedyZh: '请按字段提示修改；原记录没有改动。',
    remedyEn: 'Correct the fields named; the record was not changed.',
  },
  recordNotFound: {
    status: 404,
    zh: '“{resource}”中没有这条记录。',
    en: 'There is no such record in “{resource}”.',
    remedyZh: '请核对编号。',
    remedyEn: 'Check its number.',
  },
  tooMany: {
    status: 409,
    zh: '“{resource}”中符合条件的记录超过 {limit} 条。',
    en: 'More than {limit} records of “{resource}” match.',
    remedyZh: '请缩小条件。',
    remedyEn: 'Narrow the conditions.',
  },
  notYours: {
    status: 403,
    zh: '只能对与您有关的数据提出异议。',
    en: 'You can only dispute data about yourself.',
    remedyZh: '请由本人提出，或联系数据提供部门。',
    remedyEn: 'Ask the person concerned to do it, or call the agency.',
  },
  disputeClosed: {
    status: 409,
    zh: '这项异议已经答复。',
    en: 'This dispute has been answered.',
    remedyZh: '如仍不同意，可以重新提出。',
    remedyEn: 'If you still disagree, open a new one.',
  },
});
