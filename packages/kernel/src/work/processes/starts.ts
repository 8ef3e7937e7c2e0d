import type { ProcessDefinition } from './model.ts';
import { ProcessRunError, type ProcessIo } from './state.ts';
import { dueAfter, findCycle, findInstant } from './timers.ts';

/** One turn of a timer that starts a process; `left` are the turns after it, null without end. */
export interface StartTurn {
  readonly due: string;
  readonly left: number | null;
}

/** The first turn of a start timer, or the one after `turn`; undefined when there is none. */
export function nextStart(
  definition: ProcessDefinition,
  startEvent: string,
  now: Date,
  turn: StartTurn | null,
  io: Pick<ProcessIo, 'addDuration'>,
): StartTurn | undefined {
  const timer = definition.starts.find(({ id }) => id === startEvent)?.timer;
  if (!timer) return undefined;
  const text = timer.value.evaluate({}, now);
  if (typeof text !== 'string') throw new ProcessRunError(startEvent, 'the time of the timer has no value');
  const options = timer.calendar ? { calendar: timer.calendar } : {};
  if (timer.kind === 'cycle') {
    const cycle = findCycle(text);
    if (!cycle) throw new ProcessRunError(startEvent, `not a repeating interval: ${text}`);
    if (turn?.left === 0) return undefined;
    const due = turn
      ? dueAfter(io, new Date(turn.due), cycle.every, options)
      : (cycle.start ?? dueAfter(io, now, cycle.every, options));
    const left = turn ? turn.left : cycle.count;
    return { due: due.toISOString(), left: left === null ? null : left - 1 };
  }
  if (turn) return undefined;
  const due = timer.kind === 'date' ? findInstant(text) : dueAfter(io, now, text, options);
  if (!due) throw new ProcessRunError(startEvent, `not a date: ${text}`);
  return { due: due.toISOString(), left: 0 };
}
