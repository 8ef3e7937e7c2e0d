import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

interface Part {
  file: string;
  /** What stands above all parts. */
  head: string;
  name: string;
  /** The part itself, which begins with `## NAME:`. */
  text: string;
  /** Names in the order in which their parts stand. */
  order: readonly string[];
}

/** Replaces the part of one run in a file of results, or puts it in its place among the others. */
export async function keepPart({ file, head, name, text, order }: Part): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => '');
  const parts = new Map(
    before
      .split(/^(?=## )/m)
      .slice(1)
      .map((part) => [/^## ([\w-]+):/.exec(part)?.[1] ?? '', part]),
  );
  parts.set(name, text);
  const all = [head, ...order.flatMap((known) => parts.get(known) ?? [])];
  const whole = all.map((part) => part.trimEnd()).join('\n\n');
  await writeFile(file, await format(whole, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
