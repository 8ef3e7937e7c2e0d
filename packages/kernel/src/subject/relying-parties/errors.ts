import { defineErrors } from '../../platform/errors/index.ts';

export const relyingPartyErrors = defineErrors('relying-party', {
  closed: {
    status: 409,
    zh: '这个系统的登录接入已停用。',
    en: 'Signing in to this system is closed.',
    remedyZh: '需要继续使用的，请重新登记。',
    remedyEn: 'Register it anew if it is to go on.',
  },
  address: {
    status: 400,
    zh: '地址“{uri}”不能用。',
    en: 'The address “{uri}” cannot be used.',
    remedyZh: '请填写完整的 https 地址，不带 # 和通配符；手机应用可以用自己的协议名或本机回环地址。',
    remedyEn:
      'Give a whole https address without # and wildcards; an application on a device may use a scheme of its own or a loopback address.',
  },
  keys: {
    status: 400,
    zh: '请填写公钥（JWKS），不要包含私钥。',
    en: 'Give the public keys (JWKS), without private parts.',
    remedyZh: '支持 ES256、EdDSA、PS256、RS256，RSA 至少 2048 位。',
    remedyEn: 'ES256, EdDSA, PS256 and RS256 are taken, RSA from 2048 bits.',
  },
  method: {
    status: 400,
    zh: '这类系统不能这样证明自己。',
    en: 'A system of this kind cannot prove itself so.',
    remedyZh: '网站用密钥或密码；装在用户设备上的应用藏不住密码，不用填。',
    remedyEn: 'A web server uses a key or a secret; what runs on people’s devices cannot keep one.',
  },
  subject: {
    status: 400,
    zh: '没有键盘的设备不能用分系统的编号。',
    en: 'A device without a keyboard cannot have numbers of its own sector.',
    remedyZh: '请选择统一编号，或者登记为网站、应用。',
    remedyEn: 'Choose the number that is the same everywhere, or register a web server or an application.',
  },
  noSecret: {
    status: 409,
    zh: '这个系统不用密码证明自己。',
    en: 'This system does not prove itself by a secret.',
    remedyZh: '它用自己的密钥，或者不需要证明。',
    remedyEn: 'It has a key of its own, or needs no proof.',
  },
});
