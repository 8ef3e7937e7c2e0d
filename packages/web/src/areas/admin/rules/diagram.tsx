import { lazy, Suspense } from 'react';
import { Waiting } from '../../staff/shell/states.tsx';

/** Loaded only when a process is looked at: the drawing weighs more than the rest of the area. */
const Canvas = lazy(async () => ({
  default: (await import('../../staff/shell/diagram-canvas.tsx')).DiagramCanvas,
}));

const nowhere: readonly string[] = [];

/** A process as its diagram, in which no case stands. */
export function Diagram({ xml, label }: { xml: string; label: string }) {
  return (
    <Suspense fallback={<Waiting rows={10} />}>
      <Canvas key={xml} xml={xml} tokens={nowhere} label={label} />
    </Suspense>
  );
}
