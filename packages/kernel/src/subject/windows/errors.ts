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
  cardNeeded: {
    status: 422,
    zh: '重设密码要凭居民身份证或临时居民身份证。',
    en: 'A new password needs an identity card, or a temporary one.',
    remedyZh: '请让对方出示身份证；证件丢失的，先办临时身份证。',
    remedyEn: 'Ask for the identity card; whoever lost it gets a temporary one first.',
  },
  staffAccount: {
    status: 403,
    zh: '工作人员的密码不能在窗口重设。',
    en: 'The password of someone of the staff is not replaced at a window.',
    remedyZh: '请对方联系单位管理员，由管理员生成重设链接。',
    remedyEn: 'They ask an administrator of their agency for a reset link.',
  },
  tooManyResets: {
    status: 429,
    zh: '您一小时内已为 {most} 人重设密码，请稍后再办。',
    en: 'You have begun {most} new passwords within an hour; wait before the next one.',
    remedyZh: '请稍后再试，或者由同事办理。',
    remedyEn: 'Try again later, or let a colleague do it.',
  },
  resetGone: {
    status: 410,
    zh: '这次重设已完成、已结束或已过期。',
    en: 'This was done already, was ended, or has expired.',
    remedyZh: '请让工作人员再开始一次，10 分钟内设好新密码。',
    remedyEn: 'Ask the clerk to begin again, and choose the password within 10 minutes.',
  },
  wrongCode: {
    status: 410,
    zh: '这个号码不对、用过了或已过期。',
    en: 'This code is wrong, was used or has expired.',
    remedyZh: '请看工作人员屏幕上的 8 位数字；2 分钟后要重新生成。',
    remedyEn: 'Look at the 8 figures on the clerk’s screen; after 2 minutes a new code is needed.',
  },
});
