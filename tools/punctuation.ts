import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { root } from './steps.ts';

/** Marks of a Chinese text (GB/T 15834) by their half-width look-alikes. */
const fullWidth: Readonly<Record<string, string>> = {
  ',': '\uFF0C',
  ';': '\uFF1B',
  ':': '\uFF1A',
  '?': '\uFF1F',
  '!': '\uFF01',
};
const han = /[\p{Script=Han}\u3001\u3002\u300A-\u300F\u201C\u201D]/u;

/** Texts of other hands, generated ones and tables of test data, where a half-width mark is meant. */
const exempt =
  /^(contracts\/|docs\/(?!guides\/.*zh)|package-lock\.json|tools\/punctuation|packages\/engines\/)|items\.test\.ts$/;
const kinds = /\.(ts|tsx|mjs|json|bpmn|dmn)$|^README\.zh-CN\.md$|\.zh\.md$/;

/**
 * One Chinese text with its marks in full width: a mark that follows a Chinese character or stands
 * before one, and brackets that do. Figures, addresses and Latin words keep theirs; in a text that is mostly
 * Latin only a mark between two Chinese characters is one of Chinese.
 */
export function withChineseMarks(text: string): string {
  const letters = text.replaceAll(/\$?\{+[^}]*\}+/g, '').match(/[a-z]/gi)?.length ?? 0;
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (characters === 0) return text;
  const mostlyLatin = letters > 2 * characters;
  return bracketed(text, mostlyLatin).replaceAll(/[,;:?!] ?/g, (mark, at: number) => {
    const before = text[at - 1] ?? '';
    const after = text[at + mark.length] ?? '';
    const wide = fullWidth[mark[0] ?? ''] ?? mark;
    if (mostlyLatin) return han.test(before) && han.test(after) ? wide : mark;
    const chinese = han.test(before) || /[)\uFF09]/.test(before) || (han.test(after) && before !== '\\');
    return chinese || (before === '}' && /^[{$'"`]?$/.test(after)) ? wide : mark;
  });
}

/** Pairs of brackets that stand after or around a Chinese character, in full width. */
function bracketed(text: string, mostlyLatin: boolean): string {
  const out = [...text];
  const open: { at: number; wide: boolean }[] = [];
  for (const [at, character] of out.entries()) {
    if (character === '(') {
      const [before, after] = [han.test(out[at - 1] ?? ''), han.test(out[at + 1] ?? '')];
      const between = out[at - 1] === '}' && /[{$]/.test(out[at + 1] ?? '');
      open.push({ at, wide: mostlyLatin ? before && after : before || after || between });
    }
    if (character !== ')') continue;
    const start = open.pop();
    const wide = start?.wide === true || (!mostlyLatin && han.test(out[at - 1] ?? ''));
    if (start === undefined || !wide) continue;
    out[start.at] = '\uFF08';
    out[at] = '\uFF09';
  }
  return out.join('');
}

const strings = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
const quoted = /"[^"\n]*"/g;

/** A file's text with every Chinese string of it in full-width marks. */
export function withChineseMarksIn(file: string, source: string): string {
  if (file.endsWith('.md')) return outsideCode(source);
  if (/\.(bpmn|dmn)$/.test(file)) return inXml(source);
  return source.replaceAll(strings, (literal) =>
    literal.startsWith('/') ? literal : withChineseMarks(literal),
  );
}

/** Names in attributes; texts between tags, where those of FEEL have their words in quotation marks. */
function inXml(source: string): string {
  return source
    .replaceAll(/(?<= (?:name|label|documentation)=")[^"]*/g, withChineseMarks)
    .replaceAll(/(?<=>)[^<]*\p{Script=Han}[^<]*/gu, (text) =>
      text.includes('"') ? text.replaceAll(quoted, withChineseMarks) : withChineseMarks(text),
    );
}

function outsideCode(source: string): string {
  return source
    .split(/(```[\s\S]*?```|`[^`\n]*`|\]\([^)]*\))/)
    .map((part, index) => (index % 2 === 0 ? part.split('\n').map(withChineseMarks).join('\n') : part))
    .join('');
}

async function files(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard'],
    { cwd: root, maxBuffer: 1e7 },
  );
  return stdout
    .split('\n')
    .filter((file) => kinds.test(file) && !exempt.test(file) && existsSync(path.join(root, file)));
}

async function changes(): Promise<{ file: string; text: string; lines: number[] }[]> {
  const all = await Promise.all(
    (await files()).map(async (file) => {
      const source = await readFile(path.join(root, file), 'utf8');
      const text = withChineseMarksIn(file, source);
      const lines = text.split('\n');
      return {
        file,
        text,
        lines: source.split('\n').flatMap((line, index) => (line === lines[index] ? [] : [index + 1])),
      };
    }),
  );
  return all.filter(({ lines }) => lines.length > 0);
}

/** Fails on a Chinese text with half-width marks; `--write` sets them. */
export async function checkPunctuation(): Promise<{ code: number; output: string }> {
  const found = await changes();
  return {
    code: found.length === 0 ? 0 : 1,
    output: found
      .map(
        ({ file, lines }) =>
          `${file}:${lines.join(',')}: half-width marks in Chinese, node tools/punctuation.ts --write`,
      )
      .join('\n'),
  };
}

if (process.argv[1]?.endsWith('punctuation.ts') === true && process.argv.includes('--write')) {
  for (const { file, text } of await changes()) await writeFile(path.join(root, file), text);
}
