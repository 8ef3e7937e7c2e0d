import { parentPort } from 'node:worker_threads';
import { subsetFor } from './font.ts';
import { drawLicence, drawPreview } from './licence-files.ts';
import { setPaper } from './paper.ts';
import type { PressAnswer, PressOrder } from './press.ts';

/** Draws one paper after the other on a thread of its own, see `press.ts`. */

parentPort?.on('message', (order: PressOrder) => {
  void carryOut(order).then(
    (result) => parentPort?.postMessage({ id: order.id, result } satisfies PressAnswer),
    (error: unknown) => parentPort?.postMessage({ id: order.id, error } satisfies PressAnswer),
  );
});

function carryOut({ task }: PressOrder): Promise<unknown> {
  switch (task.kind) {
    case 'paper':
      return setPaper(task.paper);
    case 'licence':
      return drawLicence(task.layout, task.data, task.drawnFor);
    case 'preview':
      return drawPreview(task.layout, task.data);
    case 'font':
      return subsetFor(task.text);
  }
}
