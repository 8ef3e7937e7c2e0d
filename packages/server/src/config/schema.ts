import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import Type from 'typebox';
import Value from 'typebox/value';

/** One setting of the environment, as `contracts/config.md` lists it. */
export interface Setting {
  name: string;
  /** What it is, in both languages. */
  zh: string;
  en: string;
  /** Shown in the table; settings without a default are optional. */
  byDefault: string;
  read: (value: string) => unknown;
}

/** Thrown by `read`; the words say what the value must be. */
export class BadValue extends Error {
  readonly zh: string;

  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
  }
}

const text = (value: string): string => value;

function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new BadValue(`应为 ${min} 到 ${max} 的整数`, `must be a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

function share(value: string): number {
  const number = Number(value);
  if (!/^(0|1|0?\.\d+|1\.0+)$/.test(value) || number > 1)
    throw new BadValue('应为 0 到 1 的数', 'must be a number from 0 to 1');
  return number;
}

function oneOf(...values: string[]): (value: string) => string {
  return (value) => {
    if (!values.includes(value))
      throw new BadValue(`应为 ${values.join('、')} 之一`, `must be one of ${values.join(', ')}`);
    return value;
  };
}

function url(...protocols: string[]): (value: string) => string {
  return (value) => {
    const parsed = URL.parse(value);
    if (!parsed || !protocols.includes(parsed.protocol)) {
      const kinds = protocols.map((protocol) => `${protocol}//…`).join(' / ');
      throw new BadValue(`应为网址（${kinds}）`, `must be a URL (${kinds})`);
    }
    return value;
  };
}

function file(value: string): string {
  if (!existsSync(value)) throw new BadValue('没有这个文件', 'there is no such file');
  return value;
}

function folder(value: string): string {
  if (!existsSync(value) || !statSync(value).isDirectory())
    throw new BadValue('没有这个目录', 'there is no such folder');
  return value;
}

/** A file with a public key on P-256, PEM. */
function publicKey(value: string): KeyObject {
  try {
    const key = createPublicKey(readFileSync(file(value)));
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // no such file, or no key in it
  }
  throw new BadValue('应为 P-256 公钥文件（PEM）', 'must be a file with a public key on P-256 (PEM)');
}

/** `on`, `off`, or the addresses and networks of the proxies, with commas between them. */
function proxies(value: string): boolean | string[] {
  if (value === 'on' || value === 'off') return value === 'on';
  const found = listed(value);
  if (!found.every(isNetwork)) {
    throw new BadValue(
      '应为 on、off，或代理的地址、网段（如 10.0.0.2,10.1.0.0/16）',
      'must be on, off, or addresses and networks of proxies (10.0.0.2,10.1.0.0/16)',
    );
  }
  return found;
}

/** Addresses and networks, with commas between them. */
function networks(value: string): string[] {
  const found = listed(value);
  if (!found.every(isNetwork)) {
    throw new BadValue(
      '应为地址或网段（如 10.0.0.2,10.1.0.0/16）',
      'must be addresses and networks (10.0.0.2,10.1.0.0/16)',
    );
  }
  return found;
}

const listed = (value: string): string[] => value.split(',').map((part) => part.trim());

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const whole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
  return most > 0 && whole && rest.length === 0;
}

/** What an installation's secrets hold, as `QC_DATA/secrets` keeps them. */
const Secrets = Type.Object({
  clientSecret: Type.String({ minLength: 1 }),
  cookieKeys: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  keys: Type.Array(Type.Object({}), { minItems: 1 }),
  paymentSecret: Type.String({ minLength: 1 }),
});

function secrets(value: string): string {
  const refuse = (): never => {
    throw new BadValue(
      '应为含 clientSecret、cookieKeys、keys、paymentSecret 的 JSON',
      'must be JSON with clientSecret, cookieKeys, keys and paymentSecret',
    );
  };
  try {
    if (!Value.Check(Secrets, JSON.parse(value))) refuse();
  } catch {
    refuse();
  }
  return value;
}

/** 32 bytes in base64url, which is 43 characters. */
function key(value: string): Buffer {
  const bytes = Buffer.from(value, 'base64url');
  if (bytes.length !== 32 || bytes.toString('base64url') !== value)
    throw new BadValue(
      '应为 32 字节的 base64url（43 个字符）',
      'must be 32 bytes in base64url (43 characters)',
    );
  return bytes;
}

/** Everything below an origin belongs to the product: a path would be lost in silence. */
function origin(value: string): string {
  const { origin: found, pathname, search, username } = new URL(url('http:', 'https:')(value));
  if (pathname !== '/' || search !== '' || username !== '')
    throw new BadValue('应为不带路径的网址', 'must be an origin, without a path');
  return found;
}

/** Everything that the environment can say; an unknown `QC_*` or a bad value stops the start. */
export const settings = [
  { name: 'PORT', zh: '端口', en: 'Port', byDefault: '8080', read: wholeNumber(0, 65535) },
  {
    name: 'HOST',
    zh: '监听地址；演示时只在本机',
    en: 'Address to listen on; loopback only while the demo is on',
    byDefault: '',
    read: text,
  },
  {
    name: 'QC_ORIGIN',
    zh: '对外网址（登录、二维码）',
    en: 'Public origin (issuer, QR codes)',
    byDefault: '',
    read: origin,
  },
  {
    name: 'TRUST_PROXY',
    zh: '信任谁的 X-Forwarded-*：前置代理的地址或网段（逗号分隔）；on 表示谁的都信，off 表示都不信',
    en: 'Whose X-Forwarded-* count: addresses or networks of the proxies, comma between; on is everyone, off nobody',
    byDefault: 'off',
    read: proxies,
  },
  { name: 'TLS_CERT', zh: '证书文件（PEM）', en: 'Certificate file (PEM)', byDefault: '', read: file },
  { name: 'TLS_KEY', zh: '私钥文件（PEM）', en: 'Private key file (PEM)', byDefault: '', read: file },
  {
    name: 'DATABASE_URL',
    zh: 'PostgreSQL 15 到 18；不设则使用内置数据库',
    en: 'PostgreSQL 15 to 18; the embedded one without it',
    byDefault: '',
    read: url('postgres:', 'postgresql:'),
  },
  { name: 'QC_DATA', zh: '数据目录', en: 'Data folder', byDefault: '.data', read: text },
  {
    name: 'QC_PACKS',
    zh: '服务包所在目录（须在本仓库内）',
    en: 'Folder of the packs, inside this checkout',
    byDefault: 'packs',
    read: text,
  },
  {
    name: 'QC_CITY',
    zh: '城市（cities/ 下的目录名）',
    en: 'City (folder below cities/)',
    byDefault: 'jinan',
    read: text,
  },
  {
    name: 'QC_DEMO',
    zh: '演示数据；建库时决定，此后不变',
    en: 'Demo; decided when the database is made, and kept',
    byDefault: '内置数据库 on,其他 off / on for the embedded database, else off',
    read: oneOf('on', 'off'),
  },
  {
    name: 'QC_DEMO_PEOPLE',
    zh: '演示城市的人口',
    en: 'People of the demo city',
    byDefault: '20000',
    read: wholeNumber(1, 2_000_000),
  },
  {
    name: 'QC_WORKERS',
    zh: '本进程同时执行的后台任务数；0 表示只提供网页和接口',
    en: 'Jobs at once in this process; 0 serves only',
    byDefault: '4',
    read: wholeNumber(0, 64),
  },
  {
    name: 'QC_POOL',
    zh: '数据库连接数',
    en: 'Database connections',
    byDefault: '20',
    read: wholeNumber(2, 200),
  },
  {
    name: 'QC_IDLE_STAFF',
    zh: '工作人员多少分钟不操作就要重新登录；无论如何 12 小时后重新登录',
    en: 'Minutes without use after which staff sign in again; after 12 hours they do in any case',
    byDefault: '30',
    read: wholeNumber(1, 720),
  },
  {
    name: 'QC_IDLE_RESIDENTS',
    zh: '居民多少分钟不操作就要重新登录；无论如何 12 小时后重新登录',
    en: 'Minutes without use after which residents sign in again; after 12 hours they do in any case',
    byDefault: '60',
    read: wholeNumber(1, 720),
  },
  {
    name: 'QC_SESSIONS',
    zh: '一个账号最多同时在几个浏览器登录；超出时最久没用的退出',
    en: 'Browsers in which an account may be signed in at once; beyond, the one unused for longest is signed out',
    byDefault: '10',
    read: wholeNumber(1, 1000),
  },
  {
    name: 'QC_SECRETS',
    zh: '密钥（JSON）；不设则首次启动时生成并存入 QC_DATA/secrets',
    en: 'Secrets as JSON; made at first start in QC_DATA/secrets without it',
    byDefault: '',
    read: secrets,
  },
  {
    name: 'QC_MASTER_KEY',
    zh: '主密钥（32 字节，base64url）；不设则首次启动时生成并存入 QC_DATA/secrets/master.key',
    en: 'Master key, 32 bytes in base64url; made at first start in QC_DATA/secrets/master.key without it',
    byDefault: '',
    read: key,
  },
  {
    name: 'QC_PKCS11_MODULE',
    zh: 'PKCS#11 模块文件；设了它，主密钥就在密码设备里，QC_MASTER_KEY 和 master.key 不再使用',
    en: 'PKCS#11 module; with it the master key is in the token, and QC_MASTER_KEY and master.key are not used',
    byDefault: '',
    read: file,
  },
  {
    name: 'QC_PKCS11_TOKEN',
    zh: '密码设备的标签（label）',
    en: 'Label of the token',
    byDefault: '',
    read: text,
  },
  { name: 'QC_PKCS11_PIN', zh: '密码设备的 PIN', en: 'PIN of the token', byDefault: '', read: text },
  {
    name: 'QC_PKCS11_PIN_FILE',
    zh: '存放 PIN 的文件，只有属主能读（0600）；代替 QC_PKCS11_PIN',
    en: 'File of the PIN that its owner alone reads (0600), instead of QC_PKCS11_PIN',
    byDefault: '',
    read: file,
  },
  {
    name: 'QC_PKCS11_KEY',
    zh: '主密钥在密码设备里的标签',
    en: 'Label of the master key in the token',
    byDefault: 'quancheng-master',
    read: text,
  },
  {
    name: 'SMTP_URL',
    zh: '发信服务器；不设则不发邮件',
    en: 'Mail server; no mail is sent without it',
    byDefault: '',
    read: url('smtp:', 'smtps:'),
  },
  {
    name: 'SMS_URL',
    zh: '短信网关；不设则不发短信',
    en: 'SMS gateway; no SMS is sent without it',
    byDefault: '',
    read: url('http:', 'https:'),
  },
  {
    name: 'PAYMENT_URL',
    zh: '支付渠道；演示时自带一个',
    en: 'Payment channel; the demo brings one',
    byDefault: '',
    read: url('http:', 'https:'),
  },
  {
    name: 'QC_CLAMD',
    zh: '病毒检查程序 clamd 的地址，如 tcp://127.0.0.1:3310、unix:/run/clamav/clamd.ctl；不设则不检查上传的文件',
    en: 'Address of clamd, which looks at uploads: tcp://127.0.0.1:3310, unix:/run/clamav/clamd.ctl; unset: none does',
    byDefault: '',
    read: url('tcp:', 'unix:'),
  },
  {
    name: 'QC_FACE_URL',
    zh: '刷脸核验服务的地址；不设则哪里都不出现刷脸',
    en: 'Provider of face checks; without it they are offered nowhere',
    byDefault: '',
    read: url('http:', 'https:'),
  },
  {
    name: 'QC_FACE_KEY',
    zh: '刷脸核验服务的公钥文件（P-256，PEM），用来核对它的回答',
    en: 'File of the public key by which the answers of that provider are known (P-256, PEM)',
    byDefault: '',
    read: publicKey,
  },
  {
    name: 'QC_FACE_SECONDS',
    zh: '等刷脸核验服务回答的秒数',
    en: 'Seconds that an answer of that provider may take',
    byDefault: '10',
    read: wholeNumber(1, 60),
  },
  {
    name: 'QC_CLIENT_CERTIFICATES',
    zh: '数字证书登录：proxy 表示由 TRUST_PROXY 列出的代理核对浏览器的证书；off 表示不开放',
    en: 'Sign-in with certificates: proxy when the proxies listed in TRUST_PROXY check those of browsers; off: none',
    byDefault: 'off',
    read: oneOf('off', 'proxy'),
  },
  {
    name: 'QC_CERTIFICATE_ORIGIN',
    zh: '浏览器出示数字证书的网址：和 QC_ORIGIN 同一主机、另一端口；不设则同一网址',
    en: 'Origin where browsers show certificates: the host of QC_ORIGIN at another port; unset: QC_ORIGIN itself',
    byDefault: '',
    read: origin,
  },
  {
    name: 'QC_CERTIFICATE_ROOTS',
    zh: '受信任的其他证书机构的目录（PEM）；不设则只认本平台签发的',
    en: 'Folder of the authorities of others that are trusted (PEM); unset: our own alone',
    byDefault: '',
    read: folder,
  },
  {
    name: 'QC_CERTIFICATE_NETWORKS',
    zh: '查询证书状态时可以访问的内网地址或网段（逗号分隔）；不设则只访问公网',
    en: 'Addresses and networks inside that may be asked about certificates, comma between; unset: none inside',
    byDefault: '',
    read: networks,
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    zh: '链路追踪的接收地址（OTLP，JSON），送到其下的 /v1/traces；不设则不追踪',
    en: 'Where traces go (OTLP as JSON): its /v1/traces; unset: none are made',
    byDefault: '',
    read: url('http:', 'https:'),
  },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    zh: '追踪请求的比例，0 到 1',
    en: 'Share of the requests that are traced, 0 to 1',
    byDefault: '1',
    read: share,
  },
  {
    name: 'LOG_LEVEL',
    zh: '日志级别',
    en: 'Log level',
    byDefault: 'warn',
    read: oneOf('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'),
  },
] as const satisfies readonly Setting[];
