import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { LicenceData } from './model.ts';

type Field = LicenceTypeSource['fields'][number];

/** Invented data of a type of licence, as a preview shows it. */
export function exampleOf(type: LicenceTypeSource): LicenceData {
  const fields = Object.fromEntries(type.fields.map((field) => [field.name, field.example ?? usual(field)]));
  const holder = type.holder === 'entity' ? '春水市示例餐饮有限公司' : '张㛃𠮷';
  return { ...frame(type), holder: { name: holder }, issuer: '春水市示例局', fields };
}

/** The longest values that its layout must have room for. */
export function longestOf(type: LicenceTypeSource): LicenceData {
  const fields = Object.fromEntries(type.fields.map((field) => [field.name, longest(field)]));
  const holder = { name: repeated(type.holder === 'person' ? 20 : 60) };
  return { ...frame(type), holder, issuer: repeated(24), fields };
}

function frame({ code, name, validMonths }: LicenceTypeSource) {
  return {
    type: { code, name: name.zh },
    number: `${code.slice(0, 3).toUpperCase()}202600000128`,
    identifier: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
    issuedOn: '2026-12-28',
    validFrom: '2026-12-28',
    validUntil: validMonths === undefined ? null : '2031-12-27',
    verifyCode: 'M7Q4W9X2K8T5R3HN',
    verifyUrl: 'https://licences.example.gov.cn/verify/M7Q4W9X2K8T5R3HN',
  };
}

function usual({ format, label }: Field): unknown {
  switch (format) {
    case 'date':
      return '2026-12-28';
    case 'money':
      return 123_456;
    case 'area':
      return 128.5;
    case 'percent':
      return 12;
    case 'number':
      return 2;
    case 'list':
      return [label.zh];
    default:
      return label.zh;
  }
}

function longest(field: Field): unknown {
  switch (field.format) {
    case 'money':
      return 98_765_432_100;
    case 'area':
      return 123_456.78;
    case 'percent':
      return 12.75;
    case 'number':
      return 1_000;
    case 'list':
      return Array.from({ length: field.longest ?? 6 }, () => repeated(70));
    case 'text':
      return isLatin(field.example) ? '8'.repeat(field.longest ?? 40) : repeated(field.longest ?? 40);
    default:
      return usual(field);
  }
}

/** Numbers and codes are half as wide as words. */
function isLatin(example: unknown): boolean {
  return typeof example === 'string' && /^[ -~]+$/.test(example);
}

const words = '历阳区青云街道朝阳门外大街一百二十八号国际商贸中心';

function repeated(length: number): string {
  return words.repeat(Math.ceil(length / words.length)).slice(0, length);
}
