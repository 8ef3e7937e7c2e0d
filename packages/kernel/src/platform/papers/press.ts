import { Worker } from 'node:worker_threads';
import type { Layout } from '@quancheng/pack-sdk';
import type { Drawn, DrawnFor } from './licence-files.ts';
import type { LicenceData, Paper } from './model.ts';

type Task =
  | { kind: 'paper'; paper: Paper }
  | { kind: 'licence'; layout: Layout; data: LicenceData; drawnFor: DrawnFor }
  | { kind: 'preview'; layout: Layout; data: LicenceData }
  | { kind: 'font'; text: string };

export interface PressOrder {
  id: number;
  task: Task;
}

export type PressAnswer = { id: number; result: unknown } | { id: number; error: unknown };

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

interface Press {
  thread: Worker;
  waiting: Map<number, Waiting>;
  /** Ends the thread when nothing was ordered for a while. */
  rest: NodeJS.Timeout | undefined;
}

/** Fonts and the thread take some 150 MB, and less than a second to come back. */
const restAfterMs = 60_000;

let press: Press | undefined;
let last = 0;

/** Fonts and papers live on a thread of their own: drawing one takes as long as answering several requests. */
function open(): Press {
  const waiting = new Map<number, Waiting>();
  const thread = new Worker(new URL('press-worker.ts', import.meta.url), {
    // Papers leave much garbage, which this thread would else let grow.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 },
  });
  const opened: Press = { thread, waiting, rest: undefined };
  thread.on('message', (answer: PressAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) rest(opened);
    if ('error' in answer) asked?.reject(answer.error);
    else asked?.resolve(answer.result as never);
  });
  const giveUp = (error: unknown) => {
    if (press === opened) press = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  thread.once('error', giveUp);
  thread.once('exit', () => giveUp(new Error('the thread that draws papers ended')));
  thread.unref();
  return opened;
}

function rest(idle: Press): void {
  idle.thread.unref();
  idle.rest = setTimeout(() => {
    if (press === idle) press = undefined;
    void idle.thread.terminate();
  }, restAfterMs).unref();
}

function order<T>(task: Task): Promise<T> {
  press ??= open();
  const { thread, waiting } = press;
  clearTimeout(press.rest);
  last += 1;
  const id = last;
  return new Promise<T>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    thread.ref(); // the process waits for what it ordered
    thread.postMessage({ id, task } satisfies PressOrder);
  });
}

export const orderPaper = (paper: Paper): Promise<Uint8Array> => order({ kind: 'paper', paper });

export const orderLicence = (layout: Layout, data: LicenceData, drawnFor: DrawnFor): Promise<Drawn> =>
  order({ kind: 'licence', layout, data, drawnFor });

export const orderPreview = (layout: Layout, data: LicenceData): Promise<string> =>
  order({ kind: 'preview', layout, data });

export const orderFont = (text: string): Promise<Uint8Array> => order({ kind: 'font', text });
