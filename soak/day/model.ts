import type { Random } from '@quancheng/pack-sdk';
import { send, type Call, type Reply } from '../harness/caller.ts';

/** One answer of the day. */
interface Sample {
  atMs: number;
  ms: number;
}

/** All that the people of the day saw. */
export interface Diary {
  samples: Sample[];
  /** How often each was done. */
  done: Map<string, number>;
  /** Refusals that people who work at once must expect, by code. */
  expected: Map<string, number>;
  /** Answers that nobody should have got. */
  unexpected: string[];
}

export function emptyDiary(): Diary {
  return { samples: [], done: new Map(), expected: new Map(), unexpected: [] };
}

/** Another was faster, or has it: what a page shows may be a moment old. And who holds a licence gets no second one. */
const expectedCodes = new Set([
  'case.claimed',
  'case.verb-not-allowed',
  'case.same-person',
  'case.one-correction',
  'case.hand-over-target',
  'licence.already-held',
  'platform.version-conflict',
]);

export interface Day {
  origin: string;
  diary: Diary;
  random: Random;
  beganMs: number;
}

/** Does one thing over HTTP and notes how long it took and what came of it. */
export async function doIt<T>(day: Day, what: string, call: Call): Promise<Reply<T>> {
  const { diary } = day;
  const reply = await send<T>(day.origin, call);
  diary.samples.push({ atMs: performance.now() - day.beganMs, ms: reply.ms });
  count(diary.done, what);
  if (reply.status < 400) return reply;
  const { code = '' } = reply.body as { code?: string };
  if (reply.status < 500 && expectedCodes.has(code)) count(diary.expected, code);
  else diary.unexpected.push(`${what}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 600)}`);
  return reply;
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
