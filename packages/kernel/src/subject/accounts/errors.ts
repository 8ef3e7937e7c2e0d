import { defineErrors } from '../../platform/errors/index.ts';

export const accountErrors = defineErrors('account', {
  wrongCredentials: {
    status: 401,
    zh: '账号或密码不对。',
    en: 'The account or the password is not right.',
    remedyZh: '请检查后重试；连续错 5 次，账号会锁定 15 分钟。',
    remedyEn: 'Check and try again; after 5 wrong tries the account locks for 15 minutes.',
  },
  locked: {
    status: 429,
    zh: '密码错误次数过多，账号已暂时锁定。',
    en: 'Too many wrong tries: the account is locked for a while.',
    remedyZh: '请 15 分钟后再试。',
    remedyEn: 'Try again in 15 minutes.',
  },
  totpNeeded: {
    status: 401,
    zh: '请输入动态验证码。',
    en: 'Enter the code of your authenticator.',
    remedyZh: '打开验证器应用，输入 6 位数字。',
    remedyEn: 'Open your authenticator app and enter its 6 digits.',
  },
  weakPassword: {
    status: 400,
    zh: '密码太短。',
    en: 'The password is too short.',
    remedyZh: '请至少用 12 个字符。',
    remedyEn: 'Use at least 12 characters.',
  },
  loginTaken: {
    status: 409,
    zh: '账号 {login} 已被使用。',
    en: 'The account {login} is taken.',
    remedyZh: '请换一个账号名。',
    remedyEn: 'Choose another name.',
  },
  lastAdministrator: {
    status: 409,
    zh: '这是最后一位管理员。',
    en: 'This is the last administrator.',
    remedyZh: '请先把管理员岗位授予另一个账号。',
    remedyEn: 'Give the administrator’s post to another account first.',
  },
  administratorExists: {
    status: 409,
    zh: '管理员已经存在。',
    en: 'There is an administrator already.',
    remedyZh: '请由现有管理员添加其他账号。',
    remedyEn: 'Ask the administrator to add further accounts.',
  },
  invitationInvalid: {
    status: 410,
    zh: '邀请已使用或已过期。',
    en: 'The invitation was used or has expired.',
    remedyZh: '请管理员重新发出邀请。',
    remedyEn: 'Ask the administrator for a new one.',
  },
});
