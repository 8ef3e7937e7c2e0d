import { defineErrors } from '../../platform/errors/index.ts';

export const windowErrors = defineErrors('window', {
  unknownPerson: {
    status: 422,
    zh: '没有查到号码和姓名一致的人。',
    en: 'No person has this number and name.',
    remedyZh: '请核对证件上的姓名和身份证号。',
    remedyEn: 'Check name and identity number against the paper.',
  },
  ownPerson: {
    status: 403,
    zh: '不能在窗口为自己办理。',
    en: 'You cannot help yourself at a window.',
    remedyZh: '请用自己的手机或电脑登录，或者由同事帮助。',
    remedyEn: 'Sign in with your own device, or ask a colleague.',
  },
  closedAccount: {
    status: 409,
    zh: '这个人的账号已停用。',
    en: 'The account of this person is closed.',
    remedyZh: '请先联系管理员。',
    remedyEn: 'Ask an administrator first.',
  },
  browserNeeded: {
    status: 403,
    zh: '只有在浏览器里登录的工作人员才能开始。',
    en: 'Only a clerk who is signed in with a browser can begin.',
    remedyZh: '请在窗口的电脑上登录后再试。',
    remedyEn: 'Sign in with the computer of the window and try again.',
  },
  wrongCode: {
    status: 410,
    zh: '这个号码不对、用过了或已过期。',
    en: 'This code is wrong, was used or has expired.',
    remedyZh: '请看工作人员屏幕上的 8 位数字；2 分钟后要重新生成。',
    remedyEn: 'Look at the 8 figures on the clerk’s screen; after 2 minutes a new code is needed.',
  },
});
