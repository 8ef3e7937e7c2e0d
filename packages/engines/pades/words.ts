import { inChina } from '../ofd/index.ts';
import type { CmsProblem } from '../pki/index.ts';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What the checks say. */
export const words = {
  covered: {
    zh: '从头到尾都受签名保护。',
    en: 'The file is protected from beginning to end.',
  },
  added: {
    zh: '签名之后，文件里又加了内容。',
    en: 'Something was added to the file after it was signed.',
  },
  unchanged: { zh: '签名之后没有改动。', en: 'What was signed is unchanged.' },
  changed: { zh: '签名之后被改动过。', en: 'What was signed has been changed.' },
  unreadable: {
    zh: '签名无法读取。',
    en: 'The signature cannot be read.',
  },
  broken: {
    zh: '文件声明了签名，但无法读取。',
    en: 'A signature is announced but cannot be read.',
  },
  noStamp: { zh: '没有时间戳。', en: 'There is no time stamp.' },
  stampOther: {
    zh: '时间戳不属于这个签名。',
    en: 'The time stamp belongs to another signature.',
  },
  stampBad: { zh: '时间戳本身的签名不对。', en: 'The time stamp is not signed as it should be.' },
  stampUnreadable: { zh: '时间戳无法读取。', en: 'The time stamp cannot be read.' },
  inPeriod: { zh: '签名时证书有效', en: 'The signer’s certificate was valid when signed' },
  endedSince: {
    zh: '签名时证书有效，现已到期',
    en: 'The signer’s certificate was valid when signed; it has ended since',
  },
  outsidePeriod: {
    zh: '签名时证书不在有效期内',
    en: 'The signer’s certificate was not valid when signed',
  },
  unknownSigner: {
    zh: '签名不成立，不能说明是谁签的。',
    en: 'The signature does not hold, so it says nothing about who signed.',
  },
  documentStamp: {
    zh: '这是整个文件的时间戳，不是印章。',
    en: 'This is a time stamp of the whole file, not a seal.',
  },
  issuerOpen: {
    zh: '未核验证书签发机构：没有提供信任名单。',
    en: 'The issuers were not checked: no list of trusted ones was given.',
  },
  last: {
    zh: '这是最后一个签名，保护整个文件。',
    en: 'This is the last signature; it protects the whole file.',
  },
  followed: {
    zh: '这个签名之后文件又有增加，由后面的签名保护。',
    en: 'The file has grown since this signature; a later one protects the rest.',
  },
  problems: {
    certificate: { zh: '没有附上签名人的证书。', en: 'The signer’s certificate did not come along.' },
    digest: { zh: '摘要算法不受支持或已不安全。', en: 'The digest is not supported, or no longer safe.' },
    binding: {
      zh: '签名没有和签名人的证书绑在一起。',
      en: 'The signature is not bound to the signer’s certificate.',
    },
    algorithm: { zh: '签名算法不受支持。', en: 'The signature algorithm is not supported.' },
    signature: { zh: '签名值不符。', en: 'The signature does not fit.' },
  } satisfies Record<CmsProblem, Words>,
} as const;

export const signedBy = (name: string): Words => ({ zh: `由${name}签名。`, en: `Signed by ${name}.` });

export const stampWords = (at: Date): Words => ({
  zh: `盖时间戳的时间：${inChina(at)}。`,
  en: `Stamped at ${at.toISOString()}.`,
});
