import { defineErrors } from '../../platform/errors/index.ts';

export const mandateErrors = defineErrors('mandate', {
  none: {
    status: 403,
    zh: '您没有代其办理这一事项的授权。',
    en: 'You have no mandate to act for them in this matter.',
    remedyZh: '请由本人或法定代表人授权后再办。',
    remedyEn: 'Ask them, or the legal representative, to appoint you first.',
  },
  lapsed: {
    status: 403,
    zh: '您代办这件事的授权已经结束。',
    en: 'Your mandate for this case has ended.',
    remedyZh: '办件会继续办理，但要由本人或法定代表人来操作；需要您继续代办的，请对方重新授权。',
    remedyEn:
      'The case goes on, but they or their legal representative must act in it; ask to be appointed again.',
  },
  notFound: {
    status: 404,
    zh: '没有找到这份授权，或者它已经结束。',
    en: 'There is no such mandate, or it has ended.',
    remedyZh: '请刷新“替别人办事”，查看现在有效的授权。',
    remedyEn: 'Reload “Acting for others” to see the mandates in force.',
  },
  unknownAgent: {
    status: 404,
    zh: '没有查到姓名和身份证号一致的成年人。',
    en: 'No adult has this name and this identity number.',
    remedyZh: '请对照对方的身份证，核对姓名和号码。',
    remedyEn: 'Compare the name and the number with their identity card.',
  },
  self: {
    status: 400,
    zh: '不能授权给自己。',
    en: 'You cannot appoint yourself.',
    remedyZh: '请填写要替您办事的人。',
    remedyEn: 'Name the person who is to act for you.',
  },
  notRepresentative: {
    status: 403,
    zh: '只有法定代表人可以替企业授权。',
    en: 'Only the legal representative may appoint someone for an entity.',
    remedyZh: '受托经办人不能再转授权；请法定代表人登录后授权。',
    remedyEn: 'An agent cannot pass a mandate on; ask the legal representative to do it.',
  },
  minor: {
    status: 403,
    zh: '未满 18 周岁不能在这里授权他人。',
    en: 'Someone under 18 cannot appoint an agent here.',
    remedyZh: '请由父母或其他监护人办理。',
    remedyEn: 'A parent or guardian acts instead.',
  },
  already: {
    status: 409,
    zh: '对方现在已经可以替您或企业办事。',
    en: 'They may act already.',
    remedyZh: '要改变范围或期限，请先收回原来的授权，再重新授权。',
    remedyEn: 'To change what it covers, revoke the present mandate and grant a new one.',
  },
  tooMany: {
    status: 409,
    zh: '同时有效的授权最多 {limit} 份。',
    en: 'At most {limit} mandates can be in force at once.',
    remedyZh: '请先收回不再需要的授权。',
    remedyEn: 'Revoke those that are no longer needed first.',
  },
  term: {
    status: 400,
    zh: '授权的最后一天应在今天到 {last} 之间。',
    en: 'The last day must lie between today and {last}.',
    remedyZh: '授权最长五年，请改一个日期。',
    remedyEn: 'A mandate lasts five years at most; choose another day.',
  },
  unknownItem: {
    status: 400,
    zh: '没有编码为“{code}”的事项。',
    en: 'There is no item with the code “{code}”.',
    remedyZh: '请从事项列表中选择。',
    remedyEn: 'Choose from the list of items.',
  },
  byLaw: {
    status: 409,
    zh: '父母和法定代表人的资格来自登记，不能在这里收回或放下。',
    en: 'Parents and legal representatives act by register; that cannot be ended here.',
    remedyZh: '登记有变化的，请到登记部门办理变更。',
    remedyEn: 'If it has changed, have the register changed.',
  },
});
