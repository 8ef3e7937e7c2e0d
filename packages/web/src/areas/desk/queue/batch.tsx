import { Button, Modal, Spin } from 'antd';
import { Check, CircleAlert, Minus } from 'lucide-react';
import { useDeskWords } from '../words.ts';
import { useBatch, type BatchRow, type BatchState, type BatchVerb } from './use-batch.ts';

export type { BatchRow, BatchVerb };

interface BatchProps {
  verb: BatchVerb;
  rows: BatchRow[];
  /** Told whether anything was done. */
  onClose: (done: boolean) => void;
}

/** What a verb would do with each chosen case, before it is done, and what became of each after. */
export function Batch({ verb, rows, onClose }: BatchProps) {
  const { w, t } = useDeskWords();
  const batch = useBatch(verb, rows);
  const over = batch.phase === 'done';
  return (
    <Modal
      open
      width={760}
      title={w(`batch.title.${verb}`, { n: rows.length })}
      onCancel={() => onClose(over)}
      mask={{ closable: false }}
      footer={
        over ? (
          <Button type="primary" onClick={() => onClose(true)}>
            {t('close')}
          </Button>
        ) : (
          <>
            <Button disabled={batch.phase === 'running'} onClick={() => onClose(false)}>
              {t('cancel')}
            </Button>
            <Button
              type="primary"
              disabled={batch.phase === 'reading' || batch.ready === 0}
              loading={batch.phase === 'running'}
              onClick={() => void batch.run()}
            >
              {w(`batch.run.${verb}`, { n: batch.ready })}
            </Button>
          </>
        )
      }
    >
      <p>{w(`batch.effect.${verb}`)}</p>
      <output className="desk-output desk-strong">
        {over
          ? w('batch.result', { done: batch.done, failed: batch.failed })
          : batch.phase === 'reading'
            ? w('batch.reading')
            : w('batch.preview', { n: batch.ready, skipped: rows.length - batch.ready })}
      </output>
      <ul className="desk-batchlist">
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              <strong>{row.title}</strong>
              <span className="desk-soft desk-figures">{row.number}</span>
            </span>
            <Outcome verb={verb} state={batch.states[row.id] ?? { kind: 'reading' }} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function Outcome({ verb, state }: { verb: BatchVerb; state: BatchState }) {
  const { w, t, text } = useDeskWords();
  switch (state.kind) {
    case 'reading':
    case 'running':
      return (
        <span className="desk-outcome">
          <Spin size="small" /> {w(`batch.${state.kind}`)}
        </span>
      );
    case 'ready':
      return <span className="desk-outcome">{w(`batch.will.${verb}`)}</span>;
    case 'unfit':
      return (
        <span className="desk-outcome desk-soft">
          <Minus size={16} aria-hidden /> {w(`batch.unfit.${state.why}`, { name: state.name })}
        </span>
      );
    case 'done':
      return (
        <span className="desk-outcome desk-good">
          <Check size={16} aria-hidden /> {w(`batch.did.${verb}`)}
        </span>
      );
    case 'failed':
      return (
        <span className="desk-outcome desk-bad">
          <CircleAlert size={16} aria-hidden /> {state.text ? text(state.text) : t('problem.unknown')}
        </span>
      );
  }
}
