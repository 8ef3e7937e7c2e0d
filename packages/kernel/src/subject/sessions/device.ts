import type { Text } from '../../platform/text/index.ts';

/** What a session keeps of the browser that opened it: never the whole of what it said about itself. */
export interface Device {
  browser: string;
  system: string;
}

/** In the order of asking: most browsers also name those that they descend from. */
const browsers: readonly (readonly [string, RegExp])[] = [
  ['WeChat', /MicroMessenger\//],
  ['Alipay', /AlipayClient\//],
  ['QQ', /\bM?QQBrowser\//],
  ['UC', /\bUC?Browser\//],
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /(?:Firefox|FxiOS)\//],
  ['Chrome', /(?:Chrome|CriOS)\//],
  ['Safari', /Version\/[\d.]+.* Safari\//],
];

const systems: readonly (readonly [string, RegExp])[] = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows NT/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux|X11/],
];

/** Reads the header `User-Agent`; what it does not tell is an empty text. */
export function deviceOf(userAgent: string): Device {
  return { browser: nameIn(browsers, userAgent), system: nameIn(systems, userAgent) };
}

function nameIn(names: readonly (readonly [string, RegExp])[], userAgent: string): string {
  return names.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? '';
}

const chinese: Readonly<Record<string, string>> = {
  WeChat: '微信',
  Alipay: '支付宝',
  QQ: 'QQ 浏览器',
  UC: 'UC 浏览器',
  'Samsung Internet': '三星浏览器',
  Android: '安卓',
  HarmonyOS: '鸿蒙',
};

/** A device in words. */
export function nameDevice({ browser, system }: Device): Text {
  if (browser === '' && system === '') return { zh: '未知设备', en: 'Unknown device' };
  const zh = [system, browser].filter(Boolean).map((name) => chinese[name] ?? name);
  const en = [browser, system].filter(Boolean);
  return { zh: zh.join(' · '), en: en.join(' on ') };
}

/** The network of an address: enough to know one's own, too little to find a person by. */
export function networkOf(address: string): string {
  if (address === '::1') return '127.0.0.*';
  const v4 = /(?:^|:)(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1];
  if (v4 !== undefined) return `${v4}.*`;
  if (!address.includes(':')) return '';
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  // `::` stands for zeros in the middle: those that belong to the network are written out.
  const whole = tail === undefined ? groups : [...groups, '0', '0', '0'];
  return `${whole.slice(0, 3).join(':')}:*`;
}
