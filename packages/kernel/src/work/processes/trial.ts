import { setImmediate } from 'node:timers/promises';
import type { Context } from '../../platform/context/index.ts';
import { remember, type Recorded } from './memory.ts';
import type { ProcessDefinition } from './model.ts';
import { differenceOf, replay, type Difference } from './replay.ts';
import type { Processes } from './service.ts';
import { ProcessRunError, type InstanceStatus, type ProcessIo } from './state.ts';
import { findNewest } from './store.ts';

/** A case whose process came to its end, with what it kept; `at` is when it was handed in. */
export interface EndedCase extends Recorded {
  readonly number: string;
  /** The version of the process that it ran by. */
  readonly definitionId: string;
  readonly status: InstanceStatus;
}

/** Finds the newest ended cases of a process; cases are a later folder, which leaves the access records. */
export type FindEnded = (ctx: Context, processKey: string, limit: number) => Promise<EndedCase[]>;

export interface TrialLine extends Difference {
  number: string;
  at: Date;
  /** Names of the end events; null where it would come to no end. */
  endBefore: string | null;
  endAfter: string | null;
  /** Where it would stop instead of coming to an end. */
  stopsAt: string | null;
}

export interface TrialReport {
  tried: number;
  same: number;
  changed: TrialLine[];
  /** Cases that the process of then does not bring to the end they had, as after a missed date: they prove nothing. */
  unrepeatable: string[];
}

/**
 * Lets the newest ended cases of a process go through a changed one, which is not published yet, and tells which
 * would have taken another way. Nothing is changed.
 */
export async function tryProcess(
  ctx: Context,
  deps: { processes: Pick<Processes, 'getDefinition'>; findEnded: FindEnded },
  asked: { key: string; definition: ProcessDefinition; limit: number },
): Promise<TrialReport> {
  const ended = await deps.findEnded(ctx, asked.key, asked.limit);
  const report: TrialReport = { tried: ended.length, same: 0, changed: [], unrepeatable: [] };
  for (const { number, definitionId, status, ...recorded } of ended) {
    const { at } = recorded;
    // Two hundred replays are work for the processor alone; others are served between them.
    await setImmediate();
    const then = await deps.processes.getDefinition(ctx, definitionId);
    const memory = remember(then, recorded);
    const resolve = calledAt(ctx, deps.processes, at);
    const before = await replay(then, memory, resolve);
    if (before.status !== status) {
      report.unrepeatable.push(number);
      continue;
    }
    const after = await replay(asked.definition, memory, resolve, before);
    const difference = differenceOf(before, after);
    if (!difference) report.same += 1;
    else {
      const { stopsAt } = after;
      report.changed.push({ number, at, ...difference, endBefore: before.end, endAfter: after.end, stopsAt });
    }
  }
  ctx.record({
    action: 'process.trial',
    entity: 'process',
    entityId: asked.key,
    detail: { tried: report.tried, changed: report.changed.length },
  });
  return report;
}

/** Called processes are those of then on both ways, so that only the changed file makes a difference. */
function calledAt(
  ctx: Context,
  { getDefinition }: Pick<Processes, 'getDefinition'>,
  at: Date,
): ProcessIo['resolveProcess'] {
  return async (key) => {
    const found = (await findNewest(ctx, key, at)) ?? (await findNewest(ctx, key));
    if (!found) throw new ProcessRunError(key, 'the called process is not published');
    return { reference: found.id, definition: await getDefinition(ctx, found.id) };
  };
}
