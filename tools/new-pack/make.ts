import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import {
  checkPack,
  listPackDirs,
  loadCity,
  loadPackDir,
  type Config,
  type LoadedPack,
} from '@quancheng/server';

/** What stands for the pack's own names in the files of `template/`. */
const template = {
  dir: path.join(import.meta.dirname, 'template'),
  name: 'sample-service',
  zh: '示例事项',
  en: 'Sample service',
  code: '000000000000',
};

/** Why no pack is made, in both languages. */
export class Refusal extends Error {
  constructor(zh: string, en: string) {
    super(`${zh}\n${en}`);
  }
}

export interface Wish {
  /** Of the folder, pack, item, form, process and decision. */
  name: string;
  /** What people call the item; made from the name unless given. */
  zh?: string | undefined;
  en?: string | undefined;
  /** Slug of the agency that owns it. */
  agency?: string | undefined;
}

export interface MadePack {
  dir: string;
  zh: string;
  en: string;
  /** Basic code of its item, from a range set aside for items without a real one. */
  code: string;
}

/** Makes a pack below the packs of the configuration; it is there whole and checked, or not at all. Errors: `Refusal`. */
export async function makePack(wish: Wish, { packsDir, city }: Config): Promise<MadePack> {
  const names = namesFrom(wish);
  const packs = await Promise.all((await listPackDirs(packsDir)).map(loadPackDir));
  const dir = path.join(packsDir, names.name);
  if (existsSync(dir) || packs.flatMap(namesOf).includes(names.name))
    throw new Refusal(`名称“${names.name}”已被使用。`, `The name “${names.name}” is taken.`);
  await refuseAgency(names.agency, city);
  const code = freeCode(packs);
  // Made aside and moved whole, so that no server meets half a pack.
  const aside = await mkdtemp(path.join(packsDir, '.new-'));
  try {
    await writePack(aside, names, code);
    const findings = await checkPack(aside);
    const lines = findings.map(({ at, text, rule }) => `${at}: ${text.zh} / ${text.en} [${rule}]`).join('\n');
    if (findings.length > 0) throw new Refusal('新包没有通过检查：', `The pack does not conform:\n${lines}`);
    await rename(aside, dir);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error;
  }
  return { dir, zh: names.zh, en: names.en, code };
}

type Names = { [K in keyof Wish]-?: string };

function namesFrom({ name, ...wish }: Wish): Names {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length < 3 || name.length > 40)
    throw new Refusal(
      `名称“${name}”不合适：请用 3 到 40 个小写字母、数字和单个短横，以字母开头。`,
      `“${name}” will not do as a name: use 3 to 40 lower case letters, digits and single dashes, a letter first.`,
    );
  const words = name.replaceAll('-', ' ');
  const { zh = `新事项 ${name}`, en = words.charAt(0).toUpperCase() + words.slice(1) } = wish;
  for (const text of [zh, en]) {
    if (!/^[^<>&"'\\{}$`\p{Cc}]{2,60}$/u.test(text))
      throw new Refusal(`“${text}”不能作为事项名称。`, `“${text}” cannot be the name of an item.`);
  }
  return { name, zh, en, agency: wish.agency ?? 'data-bureau' };
}

/** Everything that other packs have named already; keys are shared by all packs of a city. */
function namesOf({ dir, manifest, content }: LoadedPack): string[] {
  return [
    path.basename(dir),
    manifest.id,
    ...content.items.map((item) => item.slug),
    ...content.forms.map((form) => form.$id),
    ...content.licences.map((licence) => licence.code),
    ...content.resources.map((resource) => resource.$id),
    ...Object.keys(content.processes),
    ...Object.keys(content.decisions),
  ];
}

/** The next basic code of the range that is set aside for items without a real one yet. */
function freeCode(packs: readonly LoadedPack[]): string {
  const used = new Set(packs.flatMap(({ content }) => content.items.map((item) => item.code)));
  for (let number = 1; number < 1000; number += 1) {
    const code = `002099${String(number).padStart(3, '0')}001`;
    if (!used.has(code)) return code;
  }
  throw new Refusal('没有空余的事项编码了。', 'There is no free item code left.');
}

async function refuseAgency(agency: string, cityName: string): Promise<void> {
  const city = await loadCity(cityName);
  const able = city.agencies
    .map(({ slug }) => slug)
    .filter((slug) =>
      ['reviewer', 'decider'].every((role) =>
        city.posts.some((post) => post.agency === slug && post.role === role),
      ),
    );
  if (!able.includes(agency))
    throw new Refusal(
      `部门“${agency}”不能办件。可选:${able.join('、')}。`,
      `The agency “${agency}” cannot handle cases here. Choose one of: ${able.join(', ')}.`,
    );
}

async function writePack(dir: string, wish: Names, code: string): Promise<void> {
  const fill = (text: string): string =>
    text
      .replaceAll(template.code, code)
      .replaceAll(template.name, wish.name)
      .replaceAll(template.zh, wish.zh)
      .replaceAll(template.en, wish.en);
  const entries = await readdir(template.dir, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const source = path.join(entry.parentPath, entry.name);
    const target = path.join(dir, fill(path.relative(template.dir, source)));
    await write(target, fill(await readFile(source, 'utf8')));
  }
  await write(path.join(dir, 'pack.ts'), manifestOf(wish));
  await write(
    path.join(dir, 'pack.test.ts'),
    `import { conformance } from '@quancheng/testing';\n\nconformance(import.meta.dirname);\n`,
  );
}

function manifestOf({ name, zh, en, agency }: Names): string {
  return `import { definePack } from '@quancheng/pack-sdk';

export default definePack({
  id: '${name}',
  name: { zh: '${zh}', en: '${en}' },
  summary: { zh: '${zh}。', en: '${en}.' },
  agency: '${agency}',
  uses: ['person'],
});
`;
}

/** Writes a file as the project formats it: a longer name may break a line. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const formatted = /\.(ts|json|md)$/.test(file)
    ? await format(text, { ...(await resolveConfig(import.meta.filename)), filepath: file })
    : text;
  await writeFile(file, formatted);
}
