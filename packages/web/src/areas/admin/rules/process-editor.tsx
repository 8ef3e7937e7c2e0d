import { App } from 'antd';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Told } from '../told.tsx';
import { useAdminWords } from '../words.ts';
import { Diagram } from './diagram.tsx';
import { ProcessTrialResult, type ProcessTrialReport } from './process-trial.tsx';
import { useBpmn, type ProcessOutline } from './use-bpmn.ts';
import { useChange } from './use-change.ts';
import { XmlEditor } from './xml-editor.tsx';

interface ProcessEditorProps {
  process: string;
  /** Newest version, on which the next one is made. */
  newest: number;
  source: string;
  onPublished: () => void;
}

/** A BPMN file beside its diagram; it is tried on the cases that it brought to an end before it is published. */
export function ProcessEditor({ process: key, newest, source, onPublished }: ProcessEditorProps) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const change = useChange<ProcessTrialReport, { version: number; changed: boolean }>({
    path: `/api/v1/admin/processes/${encodeURIComponent(key)}`,
    source,
    newest,
    onPublished: ({ version, changed }) => {
      void message.success(w(changed ? 'forms.published' : 'forms.same', { n: version }));
      onPublished();
    },
  });
  const { process, problems, of, runs } = useBpmn(change.xml);
  const isOther = process !== null && process.key !== key;
  return (
    <>
      <div className="admin-against">
        <Told type="warning" title={w('rules.process.underWay')} />
      </div>
      <XmlEditor
        change={change}
        problems={problems}
        ready={of === change.xml && problems?.length === 0 && !isOther}
        accept=".bpmn,.xml,application/xml,text/xml"
        words={{
          source: w('rules.process.source'),
          trial: w('rules.process.trial'),
          tryStep: w('rules.process.step'),
          trialText: w('rules.process.trialText'),
          tryIt: w('rules.process.try'),
        }}
        result={change.report && <ProcessTrialResult report={change.report} />}
      >
        {isOther && <Told type="error" title={w('rules.process.other', { key: process.key })} />}
        <h2>{w('rules.process.changed')}</h2>
        <p className="desk-soft">
          {of !== null && process === null ? w('rules.process.lastDrawn') : w('rules.diagramText')}
        </p>
        <Diagram xml={runs} label={w('rules.process.changed')} />
        {process && <Steps steps={process.steps} />}
      </XmlEditor>
    </>
  );
}

/** The steps in words, for those to whom the diagram says nothing. */
function Steps({ steps }: Pick<ProcessOutline, 'steps'>) {
  const { w } = useAdminWords();
  return (
    <details>
      <summary>{w('rules.process.steps', { n: steps.length })}</summary>
      <ul className="desk-plain">
        {steps.map(({ id, name, kind }) => (
          <li key={id}>
            <AsWritten>{name || id}</AsWritten>{' '}
            <span className="desk-soft">{w(`rules.process.kind.${kind}`)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
