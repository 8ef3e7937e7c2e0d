import { defineErrors } from '../../platform/errors/index.ts';

export const faceErrors = defineErrors('face', {
  consentNeeded: {
    status: 400,
    zh: '刷脸之前，需要您同意。',
    en: 'A face check needs your consent first.',
    remedyZh: '请阅读说明后再选择；也可以用别的方式确认。',
    remedyEn: 'Read what it is for and choose again; there are other ways to confirm.',
  },
  refused: {
    status: 403,
    zh: '刷脸没有通过。',
    en: 'The face check did not pass.',
    remedyZh: '请到光线好的地方稍后再试，或者用通行密钥、到窗口确认。',
    remedyEn: 'Try again later in good light, or confirm with a passkey or at a window.',
  },
  expired: {
    status: 410,
    zh: '这次刷脸已过期。',
    en: 'This face check has expired.',
    remedyZh: '请重新开始，3 分钟内完成。',
    remedyEn: 'Begin again and finish within 3 minutes.',
  },
  wait: {
    status: 429,
    zh: '刷脸次数过多，暂时不能再试。',
    en: 'There were too many face checks; wait before the next one.',
    remedyZh: '请在 {minutes} 分钟后再试，或者用通行密钥、到窗口确认。',
    remedyEn: 'Try again in {minutes} minutes, or confirm with a passkey or at a window.',
  },
  unavailable: {
    status: 503,
    zh: '刷脸服务现在没有回应。',
    en: 'The face check is not answering now.',
    remedyZh: '已填的内容都在。请稍后再试，或者用通行密钥、到窗口确认。',
    remedyEn: 'What you filled in is kept. Try again later, or confirm with a passkey or at a window.',
  },
});
