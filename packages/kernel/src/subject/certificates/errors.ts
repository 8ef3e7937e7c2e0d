import { defineErrors } from '../../platform/errors/index.ts';

export const certificateErrors = defineErrors('client-certificate', {
  none: {
    status: 400,
    zh: '没有收到您的数字证书。',
    en: 'No certificate of yours has arrived.',
    remedyZh: '请插好证书介质，在浏览器弹出的窗口里选择证书；没有弹出的，关闭浏览器后重试。',
    remedyEn:
      'Plug in your token and choose the certificate when the browser asks; if it does not, close it and try again.',
  },
  unreadable: {
    status: 400,
    zh: '这张数字证书无法识别。',
    en: 'This certificate cannot be read.',
    remedyZh: '请换一张证书，或用别的方式登录。',
    remedyEn: 'Use another certificate, or sign in another way.',
  },
  unknown: {
    status: 400,
    zh: '没有账号使用这张数字证书。',
    en: 'No account uses this certificate.',
    remedyZh: '请先用别的方式登录，再到“密码与验证”添加它。更新过的证书也要重新添加。',
    remedyEn:
      'Sign in another way and add it under “Password and codes”. A renewed certificate is added anew.',
  },
  otherAccount: {
    status: 400,
    zh: '这张数字证书属于另一个账号。',
    en: 'This certificate belongs to another account.',
    remedyZh: '请使用当前账号的证书。',
    remedyEn: 'Use a certificate of the account that is signed in.',
  },
  otherPerson: {
    status: 409,
    zh: '证书上的姓名或身份证号和您的不一致。',
    en: 'The name or the identity number in the certificate is not yours.',
    remedyZh: '请使用您本人的证书；姓名变更过的，请联系证书的签发机构更新。',
    remedyEn: 'Use a certificate of your own; after a change of name, have its issuer renew it.',
  },
  purpose: {
    status: 400,
    zh: '这张数字证书不能用来登录。',
    en: 'This certificate is not one to sign in with.',
    remedyZh: '请换用个人的签名证书。',
    remedyEn: 'Use a personal certificate for signatures.',
  },
  notYetValid: {
    status: 400,
    zh: '这张数字证书还没有生效。',
    en: 'This certificate is not valid yet.',
    remedyZh: '请等它生效，或用别的方式登录。',
    remedyEn: 'Wait until it is, or sign in another way.',
  },
  expired: {
    status: 400,
    zh: '这张数字证书已过期。',
    en: 'This certificate has expired.',
    remedyZh: '请向签发机构申请更新，再重新添加。',
    remedyEn: 'Have its issuer renew it, and add the new one.',
  },
  untrusted: {
    status: 400,
    zh: '这张数字证书的签发机构不在信任范围内。',
    en: 'The issuer of this certificate is not trusted here.',
    remedyZh: '请换用受信任机构签发的证书，或用别的方式登录。',
    remedyEn: 'Use a certificate of an issuer that is, or sign in another way.',
  },
  revoked: {
    status: 400,
    zh: '这张数字证书已吊销或暂停使用。',
    en: 'This certificate was revoked or is on hold.',
    remedyZh: '请联系证书的签发机构，或用别的方式登录。',
    remedyEn: 'Ask its issuer, or sign in another way.',
  },
  unknownToIssuer: {
    status: 400,
    zh: '签发机构没有这张数字证书的记录。',
    en: 'Its issuer does not know this certificate.',
    remedyZh: '请联系证书的签发机构，或用别的方式登录。',
    remedyEn: 'Ask its issuer, or sign in another way.',
  },
  uncheckable: {
    status: 503,
    zh: '现在无法向签发机构核对这张数字证书。',
    en: 'This certificate cannot be checked with its issuer now.',
    remedyZh:
      '不是您的问题，已填内容都在。请过一会儿再试，或用通行密钥、密码等别的方式登录；急办的可以到窗口。',
    remedyEn:
      'It is not your fault, and what you filled in is kept. Try again later, or sign in by passkey or password; what is urgent is done at a window.',
  },
  over: {
    status: 410,
    zh: '这次添加已过期。',
    en: 'This attempt to add a certificate is over.',
    remedyZh: '请重新点“添加数字证书”，5 分钟内完成。',
    remedyEn: 'Press “Add a certificate” again and finish within 5 minutes.',
  },
  freshSignInNeeded: {
    status: 403,
    zh: '请先重新登录，再管理数字证书。',
    en: 'Sign in again before you change your certificates.',
    remedyZh: '登录后 {minutes} 分钟内可以添加和删除。',
    remedyEn: 'They can be added and removed within {minutes} minutes of a sign-in.',
  },
  already: {
    status: 409,
    zh: '这张数字证书已经添加过。',
    en: 'This certificate was added before.',
    remedyZh: '一张证书只能用于一个账号；在您账号里的，可以直接使用。',
    remedyEn: 'A certificate is of one account; if that is yours, simply use it.',
  },
  tooMany: {
    status: 409,
    zh: '数字证书最多 {most} 张。',
    en: 'An account has at most {most} certificates.',
    remedyZh: '请先删除不用的。',
    remedyEn: 'Remove one that you no longer use.',
  },
});
