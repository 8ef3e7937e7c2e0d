import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { FormSource } from './form.ts';
import { ItemSource } from './item.ts';
import { Layout } from './layout.ts';
import { LicenceTypeSource } from './licence.ts';
import { ResourceSource } from './resource.ts';
import type { Text } from './text.ts';
import { PackTexts } from './texts.ts';

/** What a pack's folders hold, read and checked against their schemas. */
export interface PackContent {
  dir: string;
  items: ItemSource[];
  forms: FormSource[];
  resources: ResourceSource[];
  licences: LicenceTypeSource[];
  layouts: Layout[];
  /** File name without extension → XML. */
  processes: Record<string, string>;
  decisions: Record<string, string>;
  texts: { zh: PackTexts; en: PackTexts };
  /** Example records by resource code. */
  fixtures: Record<string, unknown>;
}

export interface PackProblem {
  file: string;
  path: string;
  text: Text;
}

export class PackError extends Error {
  readonly problems: PackProblem[];

  constructor(dir: string, problems: PackProblem[]) {
    super(`pack ${dir}: ${problems.map((p) => `${p.file}${p.path}: ${p.text.en}`).join('; ')}`);
    this.name = 'PackError';
    this.problems = problems;
  }
}

/** Reads a pack's folders; throws a PackError that lists every file that does not fit its schema. */
export async function loadPack(dir: string): Promise<PackContent> {
  const problems: PackProblem[] = [];
  const read = <T extends TSchema>(folder: string, ending: string, schema: T) =>
    readAll<T>(dir, folder, ending, schema, problems);
  const content: PackContent = {
    dir,
    items: await read('items', '.json', ItemSource),
    forms: await read('forms', '.schema.json', FormSource),
    resources: await read('resources', '.schema.json', ResourceSource),
    licences: await read('licences', '.json', LicenceTypeSource),
    layouts: await read('layouts', '.json', Layout),
    processes: await readTexts(dir, 'processes', '.bpmn'),
    decisions: await readTexts(dir, 'decisions', '.dmn'),
    texts: {
      zh: await readOne(dir, 'i18n/zh-CN.json', PackTexts, problems),
      en: await readOne(dir, 'i18n/en.json', PackTexts, problems),
    },
    fixtures: await readFixtures(dir, problems),
  };
  if (problems.length > 0) throw new PackError(dir, problems);
  return content;
}

async function list(dir: string, folder: string, ending: string): Promise<string[]> {
  const names = await readdir(path.join(dir, folder)).catch(() => []);
  return names.filter((name) => name.endsWith(ending)).sort();
}

async function readAll<T extends TSchema>(
  dir: string,
  folder: string,
  ending: string,
  schema: T,
  problems: PackProblem[],
): Promise<never[]> {
  const values: unknown[] = [];
  for (const name of await list(dir, folder, ending)) {
    values.push(await readOne(dir, `${folder}/${name}`, schema, problems));
  }
  return values as never[];
}

async function readOne<T extends TSchema>(
  dir: string,
  file: string,
  schema: T,
  problems: PackProblem[],
): Promise<never> {
  const value = await readJson(dir, file, problems);
  if (value !== undefined) {
    for (const error of Value.Errors(schema, value).slice(0, 20)) {
      const message = error.message ?? 'not valid';
      problems.push({ file, path: error.instancePath, text: { zh: `不符合格式：${message}`, en: message } });
    }
  }
  return value as never;
}

async function readJson(dir: string, file: string, problems: PackProblem[]): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path.join(dir, file), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push({ file, path: '', text: { zh: `读不出来：${reason}`, en: `cannot be read: ${reason}` } });
    return undefined;
  }
}

async function readTexts(dir: string, folder: string, ending: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of await list(dir, folder, ending)) {
    texts[name.slice(0, -ending.length)] = await readFile(path.join(dir, folder, name), 'utf8');
  }
  return texts;
}

async function readFixtures(dir: string, problems: PackProblem[]): Promise<Record<string, unknown>> {
  const fixtures: Record<string, unknown> = {};
  for (const name of await list(dir, 'fixtures', '.json')) {
    fixtures[name.slice(0, -5)] = await readJson(dir, `fixtures/${name}`, problems);
  }
  return fixtures;
}
