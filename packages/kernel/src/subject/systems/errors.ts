import { defineErrors } from '../../platform/errors/index.ts';

export const systemErrors = defineErrors('system', {
  closed: {
    status: 409,
    zh: '这个业务系统已停用。',
    en: 'This agency system is closed.',
    remedyZh: '需要继续调用的，请重新登记。',
    remedyEn: 'Register it anew if it is to go on.',
  },
  quotaUsed: {
    status: 429,
    zh: '今天的 {quota} 次调用已用完。',
    en: 'The {quota} calls of today are used up.',
    remedyZh: '{opens} 起可以继续调用；不够用的，请找平台管理员调整。',
    remedyEn: 'It opens again at {opens}; ask an administrator if that is too few.',
  },
});
