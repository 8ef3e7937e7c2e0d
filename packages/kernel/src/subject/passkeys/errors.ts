import { defineErrors } from '../../platform/errors/index.ts';

export const passkeyErrors = defineErrors('passkey', {
  refused: {
    status: 400,
    zh: '通行密钥没有通过核对。',
    en: 'The passkey did not pass the check.',
    remedyZh: '请在本网站的页面上重试，并按设备提示验证指纹、面容或屏幕密码。',
    remedyEn:
      'Try again on a page of this site, and unlock the device with finger, face or screen code when it asks.',
  },
  expired: {
    status: 410,
    zh: '这次确认已过期。',
    en: 'This confirmation has expired.',
    remedyZh: '请重新开始，5 分钟内完成。',
    remedyEn: 'Begin again and finish within 5 minutes.',
  },
  unknown: {
    status: 400,
    zh: '没有账号使用这把通行密钥。',
    en: 'No account uses this passkey.',
    remedyZh: '请换一把，或用密码登录。',
    remedyEn: 'Choose another one, or sign in with your password.',
  },
  copied: {
    status: 400,
    zh: '这把通行密钥可能被复制过，已停止使用。',
    en: 'This passkey may have been copied and is refused.',
    remedyZh: '请用密码登录，删除它，再添加新的。',
    remedyEn: 'Sign in with your password, remove it, and add a new one.',
  },
  otherAccount: {
    status: 400,
    zh: '这把通行密钥属于另一个账号。',
    en: 'This passkey belongs to another account.',
    remedyZh: '请用当前账号的通行密钥确认。',
    remedyEn: 'Confirm with a passkey of the account that is signed in.',
  },
  freshSignInNeeded: {
    status: 403,
    zh: '请先重新登录，再管理通行密钥。',
    en: 'Sign in again before you change your passkeys.',
    remedyZh: '登录后 {minutes} 分钟内可以添加和删除。',
    remedyEn: 'They can be added and removed within {minutes} minutes of a sign-in.',
  },
  already: {
    status: 409,
    zh: '这把通行密钥已经添加过。',
    en: 'This passkey was added before.',
    remedyZh: '请换一台设备，或直接使用它。',
    remedyEn: 'Use another device, or simply use it.',
  },
  tooMany: {
    status: 409,
    zh: '通行密钥最多 {most} 把。',
    en: 'An account has at most {most} passkeys.',
    remedyZh: '请先删除不用的。',
    remedyEn: 'Remove one that you no longer use.',
  },
});
