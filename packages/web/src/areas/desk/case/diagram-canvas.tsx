import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { useEffect, useRef, useState } from 'react';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import { defaultOf } from '../interop.ts';
import { Fault } from '../shell/states.tsx';

const Viewer = defaultOf(NavigatedViewer);

interface Canvas {
  zoom: (to: 'fit-viewport', center?: 'auto') => number;
  addMarker: (element: string, marker: string) => void;
}

interface Registry {
  get: (id: string) => unknown;
}

interface DiagramCanvasProps {
  xml: string;
  /** Elements where the case stands. */
  tokens: string[];
  label: string;
}

/** The process as BPMN, where the case stands marked. It can be moved and zoomed. */
export function DiagramCanvas({ xml, tokens, label }: DiagramCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    const container = frame.current;
    if (!container) return;
    const viewer = new Viewer({ container });
    void draw(viewer).catch((reason: unknown) =>
      setError(reason instanceof Error ? reason : new Error(String(reason))),
    );
    return () => viewer.destroy();

    async function draw(drawn: InstanceType<typeof Viewer>): Promise<void> {
      await drawn.importXML(xml);
      const canvas = drawn.get<Canvas>('canvas');
      const registry = drawn.get<Registry>('elementRegistry');
      for (const id of tokens) if (registry.get(id)) canvas.addMarker(id, 'desk-token');
      canvas.zoom('fit-viewport', 'auto');
    }
  }, [xml, tokens]);
  return (
    <>
      {error && <Fault error={error} />}
      <div className="desk-diagram" ref={frame} role="group" aria-label={label} />
    </>
  );
}
