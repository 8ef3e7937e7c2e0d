import { defineErrors } from '../../platform/errors/index.ts';

export const phoneErrors = defineErrors('phone-sign-in', {
  gone: {
    status: 410,
    zh: '这个二维码已使用或已过期。',
    en: 'This code was used or has expired.',
    remedyZh: '请在电脑上刷新二维码，再扫一次。',
    remedyEn: 'Get a new code on the computer and scan that.',
  },
  wrongFigures: {
    status: 400,
    zh: '数字和电脑上显示的不一样。',
    en: 'The figures are not those on the computer.',
    remedyZh: '请看电脑屏幕上二维码旁的两位数字。错 3 次后二维码作废。',
    remedyEn:
      'Look at the two figures beside the code on the computer. After 3 wrong tries the code is void.',
  },
  browserNeeded: {
    status: 403,
    zh: '只有您自己登录的手机才能确认。',
    en: 'Only a phone on which you are signed in can confirm.',
    remedyZh: '请用手机浏览器登录后再扫码。',
    remedyEn: 'Sign in with the browser of your phone and scan again.',
  },
});
