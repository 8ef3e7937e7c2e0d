import type { Context } from '../../platform/context/index.ts';
import { DomainError, type FieldProblem } from '../../platform/errors/index.ts';
import { processErrors } from './errors.ts';
import { isActivity, type Expressions, type ProcessDefinition } from './model.ts';
import { compileFile } from './publish.ts';
import type { Processes } from './service.ts';
import { findNewest } from './store.ts';
import { expectNewest } from './versions.ts';

/** What changing a process needs from the layers around it. */
export interface EditDeps {
  readonly processes: Pick<Processes, 'publish' | 'getDefinition'>;
  readonly expressions: Expressions;
  /** What the rules for packs find in a process that would take its place in a pack; paths name elements. */
  examine(ctx: Context, pack: string, definition: ProcessDefinition): Promise<FieldProblem[]>;
}

/** The process of a file, null where it cannot run, and all that keeps it from being published. */
export async function checkFile(ctx: Context, deps: EditDeps, xml: string) {
  const { definition, problems } = await readFile(deps, xml);
  if (!definition) return { process: null, problems };
  const { id, name, nodes } = definition;
  const steps = [...nodes.values()]
    .filter(isActivity)
    .map((node) => ({ id: node.id, name: node.name, kind: node.kind }));
  return {
    process: { key: id, title: name, steps },
    problems: await problemsOf(ctx, deps, definition),
  };
}

async function readFile(
  { expressions }: EditDeps,
  xml: string,
): Promise<{ definition: ProcessDefinition | null; problems: FieldProblem[] }> {
  try {
    return { definition: await compileFile(xml, expressions), problems: [] };
  } catch (error) {
    if (error instanceof DomainError && error.entry.code === 'process.refused')
      return { definition: null, problems: error.fields };
    throw error;
  }
}

async function problemsOf(
  ctx: Context,
  deps: EditDeps,
  definition: ProcessDefinition,
): Promise<FieldProblem[]> {
  const newest = await findNewest(ctx, definition.id);
  if (newest) return deps.examine(ctx, newest.pack, definition);
  const { text } = processErrors.unknownProcess({ process: definition.id });
  return [{ path: `/${definition.id}`, text }];
}

/** The definition of a file that holds the process of this key. Errors: `process.refused`, `process.other-process`. */
export async function compileOwn(
  { expressions }: EditDeps,
  key: string,
  xml: string,
): Promise<ProcessDefinition> {
  const definition = await compileFile(xml, expressions);
  if (definition.id !== key) throw processErrors.otherProcess({ process: key, found: definition.id });
  return definition;
}

/**
 * Publishes a file as the next version of its process; cases under way keep the version that they began with.
 * Errors: `process.refused` with the places, `process.other-process`, `process.unknown-process`,
 * `platform.version-conflict`.
 */
export async function publishFile(
  ctx: Context,
  deps: EditDeps,
  key: string,
  seen: number | null,
  xml: string,
): Promise<{ key: string; version: number; changed: boolean }> {
  const { pack } = await expectNewest(ctx, key, seen);
  const definition = await compileOwn(deps, key, xml);
  const problems = await deps.examine(ctx, pack, definition);
  if (problems.length > 0) throw processErrors.refused({ process: key, count: problems.length }, problems);
  const { version, changed } = await deps.processes.publish(ctx, { pack, xml });
  return { key, version, changed };
}
