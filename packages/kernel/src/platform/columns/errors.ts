import { defineErrors } from '../errors/index.ts';

export const columnErrors = defineErrors('column', {
  unreadable: {
    status: 503,
    zh: '加密保存的一项内容打不开。',
    en: 'Something that is kept encrypted does not open.',
    remedyZh: '请告诉平台运维人员：数据库里的内容与它的密钥对不上。',
    remedyEn: 'Tell the operator: what the database holds of it does not open with its key.',
  },
});
