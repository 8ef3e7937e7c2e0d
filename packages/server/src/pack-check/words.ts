import type { PackTexts } from '@quancheng/pack-sdk';
import type { Found, PackRule } from './check.ts';
import { missing, notEnglish, unusedReason } from './texts.ts';

/** Whether a text is mostly Chinese; an English one may quote a certificate number or a name. */
function isChinese(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return count(/\p{Script=Han}/gu) > count(/\p{Script=Latin}/gu) / 3;
}

function keysOf(texts: PackTexts): string[] {
  return (['reasons', 'inputs', 'texts'] as const).flatMap((part) =>
    Object.keys(texts[part]).map((key) => `${part}.${key}`),
  );
}

const complete: PackRule = ({ content: { texts } }) => {
  const zh = new Set(keysOf(texts.zh));
  const en = new Set(keysOf(texts.en));
  return [
    ...[...zh].filter((key) => !en.has(key)).map((key) => ({ at: `i18n/en.json ${key}`, text: missing })),
    ...[...en].filter((key) => !zh.has(key)).map((key) => ({ at: `i18n/zh-CN.json ${key}`, text: missing })),
  ];
};

/** Each `{ zh, en }` of a pack's files says the same thing in its own language. */
const languages: PackRule = ({ content, manifest }) => {
  const findings: Found[] = [];
  const visit = (value: unknown, at: string): void => {
    if (value === null || typeof value !== 'object') return;
    const { zh, en } = value as Record<string, unknown>;
    if (typeof zh === 'string' && typeof en === 'string') {
      if (isChinese(en)) findings.push({ at, text: notEnglish(en.slice(0, 40)) });
      return;
    }
    for (const [key, part] of Object.entries(value)) visit(part, `${at}/${key}`);
  };
  visit({ name: manifest.name, summary: manifest.summary }, 'pack.ts');
  visit(content.items, 'items');
  visit(content.forms, 'forms');
  visit(content.licences, 'licences');
  visit(content.resources, 'resources');
  return findings;
};

/** A reason that no decision gives is a leftover, or a misspelt code. */
const reasonsUsed: PackRule = ({ content }) => {
  const decisions = Object.values(content.decisions).join('\n');
  return Object.keys(content.texts.zh.reasons)
    .filter((code) => !decisions.includes(`"${code}"`))
    .map((code) => ({ at: `i18n reasons.${code}`, text: unusedReason }));
};

export const wordRules = {
  'words-complete': complete,
  'words-languages': languages,
  'words-reasons': reasonsUsed,
};
