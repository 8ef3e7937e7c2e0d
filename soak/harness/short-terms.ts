import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { qc } from '../../bench/harness/cli.ts';
import { root } from '../../bench/harness/folders.ts';

/**
 * Publishes the food licence with terms of seconds instead of working days, as an operator changes a
 * process: a copy of the pack's folder with another BPMN file, and `./qc pack publish`.
 */
export async function publishShortTerms(dataDir: string, seconds: number): Promise<void> {
  // Below the checkout, where a pack finds the SDK that it imports.
  const parent = path.join(root, 'soak/.data');
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(path.join(parent, 'pack-'));
  try {
    await cp(path.join(root, 'packs/food-business'), dir, { recursive: true });
    const file = path.join(dir, 'processes/food-business-licence.bpmn');
    const xml = await readFile(file, 'utf8');
    await writeFile(file, shorten(xml, seconds));
    await qc(dataDir, ['pack', 'publish', dir]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function shorten(xml: string, seconds: number): string {
  const term = `PT${seconds}S`;
  return xml
    .replaceAll('>P5D<', `>${term}<`)
    .replaceAll('>=term.visitTerm<', `>${term}<`)
    .replaceAll('<zeebe:property name="calendar" value="working" />', '');
}
