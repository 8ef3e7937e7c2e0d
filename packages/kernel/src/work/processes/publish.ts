import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { processErrors } from './errors.ts';
import type { Expressions, ProcessDefinition } from './model.ts';
import { ProcessImportError } from './problems.ts';
import { readProcess } from './read.ts';
import { nextStart, type StartTurn } from './starts.ts';
import type { ProcessIo } from './state.ts';
import { findNewest, findXml, insertDefinition } from './store.ts';

export interface Published {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly changed: boolean;
}

export interface Publisher {
  publish(ctx: Context, file: { pack: string; xml: string }): Promise<Published>;
  getDefinition(ctx: Context, id: string): Promise<ProcessDefinition>;
  /** Enqueues the first turn of a start timer, or the one after `turn`. */
  scheduleStart(
    ctx: Context,
    definition: ProcessDefinition,
    definitionId: string,
    startEvent: string,
    turn: StartTurn | null,
  ): void;
}

const cacheSize = 1000;

/** Versions of processes: compiled when published, and again once in each server that runs them. */
export function createPublisher(
  deps: { readonly expressions: Expressions } & Pick<ProcessIo, 'addDuration'>,
): Publisher {
  // Versions are immutable, so a compiled one may be kept; the bound keeps a long-lived process small.
  const compiled = new Map<string, ProcessDefinition>();

  async function getDefinition(ctx: Context, id: string): Promise<ProcessDefinition> {
    const kept = compiled.get(id);
    if (kept) return kept;
    const xml = await findXml(ctx, id);
    if (xml === undefined) throw processErrors.unknownProcess({ process: id });
    const definition = await compileFile(xml, deps.expressions);
    if (compiled.size >= cacheSize) compiled.clear();
    compiled.set(id, definition);
    return definition;
  }

  async function publish(ctx: Context, { pack, xml }: { pack: string; xml: string }): Promise<Published> {
    const definition = await compileFile(xml, deps.expressions);
    const key = definition.id;
    const hash = createHash('sha256').update(xml).digest('hex');
    const newest = await findNewest(ctx, key);
    if (newest?.hash === hash) return { id: newest.id, key, version: newest.version, changed: false };
    const id = newId();
    const version = (newest?.version ?? 0) + 1;
    const startMessages = definition.starts.flatMap(({ message }) => (message ? [message.name] : []));
    await insertDefinition(ctx, { id, key, version, pack, hash, xml, startMessages });
    ctx.record({ action: 'process.publish', entity: 'process', entityId: id, detail: { key, version } });
    for (const { id: startEvent, timer } of definition.starts) {
      if (timer) scheduleStart(ctx, definition, id, startEvent, null);
    }
    return { id, key, version, changed: true };
  }

  function scheduleStart(
    ctx: Context,
    definition: ProcessDefinition,
    definitionId: string,
    startEvent: string,
    turn: StartTurn | null,
  ): void {
    const next = nextStart(definition, startEvent, ctx.now, turn, deps);
    if (!next) return;
    ctx.enqueue({
      kind: 'process.start',
      key: `${definitionId} ${startEvent} ${next.due}`,
      runAt: new Date(next.due),
      payload: { definitionId, startEvent, ...next },
    });
  }

  return { publish, getDefinition, scheduleStart };
}

/** Compiles a file as publishing it would. Errors: `process.refused` with the elements as fields. */
export async function compileFile(xml: string, expressions: Expressions): Promise<ProcessDefinition> {
  try {
    return await readProcess(xml, expressions);
  } catch (error) {
    if (!(error instanceof ProcessImportError)) throw error;
    const fields = error.problems.map(({ elementId, elementName, message }) => ({
      path: `/${elementId}`,
      text: {
        zh: `${elementName || elementId}:${message.zh}`,
        en: `${elementName || elementId}: ${message.en}`,
      },
    }));
    const process = /<(?:\w+:)?process\b[^>]*\sid="([^"]*)"/.exec(xml)?.[1] ?? '-';
    throw processErrors.refused({ process, count: fields.length }, fields);
  }
}
