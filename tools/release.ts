import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeRelease } from './release/make.ts';
import { root } from './steps.ts';
import { buildWeb } from './web.ts';

/** `npm run release`: one archive that runs without a registry. */

const usage = `npm run release [-- --out DIR --json]

  --out DIR  where the archive goes (dist)

制作发布包：已构建的网页、源码、运行所需模块、Node、数据库迁移、服务包、城市、指南、物料清单与校验和。
Makes the archive: built web, sources, modules that run, Node, migrations, packs, cities, guides, SBOM, checksums.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { help: { type: 'boolean' }, json: { type: 'boolean' }, out: { type: 'string' } },
  });
  if (values.help) return void process.stdout.write(usage);
  const built = await buildWeb();
  if (built.code !== 0) throw new Error(built.output);
  const release = await makeRelease(path.resolve(root, values.out ?? 'dist'));
  process.stdout.write(
    values.json ? `${JSON.stringify(release)}\n` : `${release.file}\nsha256 ${release.sha256}\n`,
  );
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
