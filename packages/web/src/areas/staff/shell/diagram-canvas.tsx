import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import '../styles/diagram.css';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'antd';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import { defaultOf } from '../interop.ts';
import { inLines } from './diagram-labels.ts';
import { Fault } from './states.tsx';
import { useStaffWords } from '../words.ts';

const Viewer = defaultOf(NavigatedViewer);

interface Canvas {
  zoom: (to?: number | 'fit-viewport', center?: 'auto') => number;
  scrollToElement: (element: string) => void;
  addMarker: (element: string, marker: string) => void;
}

interface Registry {
  get: (id: string) => unknown;
}

interface TextRenderer {
  createText: (text: string, options: LabelOptions) => unknown;
}

interface LabelOptions {
  box?: { width: number };
  /** Of labels within their elements; others have the room that they need. */
  padding?: number;
}

interface DiagramCanvasProps {
  xml: string;
  /** Elements where the case stands. */
  tokens: readonly string[];
  label: string;
}

const legible = 0.8;

/** A process as BPMN, where a case stands marked. It can be moved and zoomed. */
export function DiagramCanvas({ xml, tokens, label }: DiagramCanvasProps) {
  const { w } = useStaffWords();
  const frame = useRef<HTMLElement>(null);
  const [canvas, setCanvas] = useState<Canvas | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    const container = frame.current;
    if (!container) return;
    const viewer = new Viewer({ container });
    breakLabels(viewer.get<TextRenderer>('textRenderer'));
    void draw().catch((reason: unknown) =>
      setError(reason instanceof Error ? reason : new Error(String(reason))),
    );
    return () => viewer.destroy();

    async function draw(): Promise<void> {
      await viewer.importXML(xml);
      // The mark of bpmn.io belongs to its licence and stays in its words.
      container?.querySelector('.bjs-powered-by')?.setAttribute('lang', 'en');
      const drawn = viewer.get<Canvas>('canvas');
      const registry = viewer.get<Registry>('elementRegistry');
      for (const id of tokens) if (registry.get(id)) drawn.addMarker(id, 'desk-token');
      setCanvas(drawn);
      if (drawn.zoom('fit-viewport', 'auto') < legible && tokens[0]) showToken(drawn, tokens[0]);
    }
  }, [xml, tokens]);
  return (
    <>
      {error && <Fault error={error} />}
      {canvas && (
        <div className="desk-row desk-diagram__tools">
          <Button size="small" onClick={() => canvas.zoom(canvas.zoom() * 1.25, 'auto')}>
            {w('diagram.in')}
          </Button>
          <Button size="small" onClick={() => canvas.zoom(canvas.zoom() / 1.25, 'auto')}>
            {w('diagram.out')}
          </Button>
          <Button size="small" onClick={() => canvas.zoom('fit-viewport', 'auto')}>
            {w('diagram.whole')}
          </Button>
          {tokens[0] && (
            <Button size="small" onClick={() => showToken(canvas, tokens[0] ?? '')}>
              {w('diagram.here')}
            </Button>
          )}
        </div>
      )}
      <section className="desk-diagram" ref={frame} aria-label={label} translate="no" />
    </>
  );
}

/** Of the type, in pixels: a line that is full to the last of them counts as too long. */
const size = 12;

function breakLabels(renderer: TextRenderer): void {
  const draw = renderer.createText.bind(renderer);
  renderer.createText = (text, options) => {
    const { box, padding } = options;
    if (!box || padding === undefined) return draw(text, options);
    return draw(inLines(text, Math.ceil((box.width - 2 * padding) / size) - 1), options);
  };
}

/** At a size that one can read, with the step in sight. */
function showToken(canvas: Canvas, token: string): void {
  canvas.zoom(1, 'auto');
  canvas.scrollToElement(token);
}
