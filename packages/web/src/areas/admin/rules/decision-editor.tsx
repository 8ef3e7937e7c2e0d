import { App } from 'antd';
import { useAdminWords } from '../words.ts';
import { Outlines } from './outline.tsx';
import { TrialResult, type TrialReport } from './trial.tsx';
import { useChange } from './use-change.ts';
import { useDmn } from './use-dmn.ts';
import { XmlEditor } from './xml-editor.tsx';

interface DecisionEditorProps {
  decision: string;
  /** Newest version, on which the next one is made. */
  newest: number;
  source: string;
  onPublished: () => void;
}

/** A DMN file beside its tables; it is tried on the cases that it decided before it is published. */
export function DecisionEditor({ decision, newest, source, onPublished }: DecisionEditorProps) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const change = useChange<TrialReport, { items: { key: string; changed: boolean }[] }>({
    path: `/api/v1/admin/decisions/${encodeURIComponent(decision)}`,
    source,
    newest,
    onPublished: ({ items }) => {
      const changed = items.filter((item) => item.changed).length;
      void message.success(w('rules.published', { n: changed }));
      onPublished();
    },
  });
  const { decisions, problems, of } = useDmn(change.xml);
  return (
    <XmlEditor
      change={change}
      problems={problems}
      ready={of === change.xml && problems?.length === 0}
      accept=".dmn,.xml,application/xml,text/xml"
      words={{
        source: w('rules.source'),
        trial: w('rules.trial'),
        tryStep: w('rules.step.try'),
        trialText: w('rules.trialText'),
        tryIt: w('rules.try'),
      }}
      result={change.report && <TrialResult report={change.report} />}
    >
      <Outlines decisions={decisions} />
    </XmlEditor>
  );
}
