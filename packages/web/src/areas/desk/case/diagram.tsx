import { lazy, Suspense } from 'react';
import { Modal } from 'antd';
import { useStaffApi } from '../../staff/api/queries.ts';
import type { Diagrams } from '../api/types.ts';
import { Nothing, Shown, Waiting } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';

/** Drawn only when asked for: the drawing weighs more than the rest of the desk. */
const Canvas = lazy(async () => ({
  default: (await import('../../staff/shell/diagram-canvas.tsx')).DiagramCanvas,
}));

export function DiagramDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { w } = useDeskWords();
  const query = useStaffApi<Diagrams>(`/api/v1/cases/${id}/diagrams`, 'case-handling');
  return (
    <Modal open title={w('diagram.title')} footer={null} width="min(1200px, 96vw)" onCancel={onClose}>
      <p className="desk-soft">{w('diagram.text')}</p>
      <Shown query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={w('diagram.none')} />
          ) : (
            items.map((diagram) => (
              <Suspense key={diagram.processKey} fallback={<Waiting rows={8} />}>
                <Canvas xml={diagram.xml} tokens={diagram.tokens} label={w('diagram.title')} />
              </Suspense>
            ))
          )
        }
      </Shown>
    </Modal>
  );
}
