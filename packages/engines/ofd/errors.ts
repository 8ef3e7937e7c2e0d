/** A text in both languages of the product. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

const texts = {
  notZip: () => ({
    zh: '这不是 OFD 文件：它不是 ZIP 包，或者已经损坏。',
    en: 'This is not an OFD file: it is no ZIP package, or it is damaged.',
  }),
  notOfd: (what) => ({
    zh: `这不是 OFD 文件：缺少 ${what}。`,
    en: `This is not an OFD file: ${what} is missing.`,
  }),
  encrypted: (what) => ({
    zh: `文件 ${what} 加了密，无法读取。`,
    en: `The file ${what} is encrypted and cannot be read.`,
  }),
  compression: (what) => ({
    zh: `文件 ${what} 用了不支持的压缩方式。`,
    en: `The file ${what} is compressed in a way that is not supported.`,
  }),
  tooLarge: (what) => ({ zh: `文档过大：${what}。`, en: `The document is too large: ${what}.` }),
  badPath: (what) => ({
    zh: `包内路径不允许：${what}。`,
    en: `A path inside the package is not allowed: ${what}.`,
  }),
  duplicate: (what) => ({
    zh: `包内有两个同名文件：${what}。`,
    en: `Two files of the package have the same name: ${what}.`,
  }),
  badXml: (what) => ({ zh: `XML 有误：${what}。`, en: `The XML is wrong: ${what}.` }),
  doctype: () => ({
    zh: 'XML 中不允许出现 DOCTYPE 和实体。',
    en: 'DOCTYPE and entities are not allowed in the XML.',
  }),
  missing: (what) => ({
    zh: `文档引用的文件不存在：${what}。`,
    en: `A file the document refers to is missing: ${what}.`,
  }),
  noPage: (what) => ({ zh: `没有第 ${what} 页。`, en: `There is no page ${what}.` }),
  badSeal: (what) => ({ zh: `电子印章数据有误：${what}。`, en: `The seal data is wrong: ${what}.` }),
  badSignature: (what) => ({
    zh: `签名数据有误：${what}。`,
    en: `The signature data is wrong: ${what}.`,
  }),
  badCertificate: (what) => ({ zh: `证书有误：${what}。`, en: `The certificate is wrong: ${what}.` }),
  closed: () => ({
    zh: '最后一个签名已经封闭了文档，不能再加签名。',
    en: 'The last signature has closed the document; no other can be added.',
  }),
  badInput: (what) => ({ zh: `无法写入文档：${what}。`, en: `The document cannot be written: ${what}.` }),
} satisfies Record<string, (what: string) => Bilingual>;

export type OfdErrorCode = keyof typeof texts;

/** Whatever this engine refuses. `message` is English; `text` has both languages. */
export class OfdError extends Error {
  readonly code: OfdErrorCode;
  readonly text: Bilingual;

  constructor(code: OfdErrorCode, what = '') {
    const text = texts[code](what);
    super(text.en);
    this.name = 'OfdError';
    this.code = code;
    this.text = text;
  }
}
