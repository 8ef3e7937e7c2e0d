import { useState } from 'react';
import { App, Button } from 'antd';
import { Upload } from 'lucide-react';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { Problems } from '../definitions/problems.tsx';
import { useAdminWords } from '../words.ts';
import { Outlines } from './outline.tsx';
import { TrialResult, type TrialReport } from './trial.tsx';
import { useDmn } from './use-dmn.ts';

interface DecisionEditorProps {
  decision: string;
  /** Newest version, on which the next one is made. */
  newest: number;
  source: string;
  onPublished: () => void;
}

/** A DMN file is changed or replaced, tried on the cases that it decided, and only then published. */
export function DecisionEditor({ decision, newest, source, onPublished }: DecisionEditorProps) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const [xml, setXml] = useState(source);
  const [tried, setTried] = useState<{ xml: string; report: TrialReport } | null>(null);
  const { decisions, problems } = useDmn(xml);
  const path = `/api/v1/admin/decisions/${encodeURIComponent(decision)}`;
  const trial = useStaffSend<TrialReport>();
  const publish = useStaffSend<{ items: { key: string; changed: boolean }[] }>(({ items }) => {
    const changed = items.filter((item) => item.changed).length;
    void message.success(w('rules.published', { n: changed }));
    onPublished();
  });
  const ready = problems !== null && problems.length === 0 && decisions !== null;
  return (
    <>
      <ol className="admin-steps">
        <li>{w('rules.step.change')}</li>
        <li>{w('rules.step.try')}</li>
        <li>{w('rules.step.publish')}</li>
      </ol>
      <div className="admin-halves">
        <section aria-labelledby="dmn-source">
          <div className="desk-head">
            <h2 id="dmn-source">{w('rules.source')}</h2>
            <FileButton onText={setXml} />
          </div>
          <Problems problems={problems} />
          <textarea
            className="admin-code"
            aria-labelledby="dmn-source"
            spellCheck={false}
            value={xml}
            onChange={(event) => setXml(event.target.value)}
          />
        </section>
        <section aria-labelledby="dmn-trial">
          <h2 id="dmn-trial">{w('rules.trial')}</h2>
          <p className="desk-soft">{w('rules.trialText')}</p>
          {trial.error && <Fault error={trial.error} />}
          {publish.error && <Fault error={publish.error} />}
          <div className="desk-row admin-against">
            <Button
              disabled={!ready}
              loading={trial.isPending}
              onClick={() =>
                trial.mutate(
                  { path: `${path}/trial`, body: { xml, limit: 100 }, purpose: 'supervision' },
                  { onSuccess: (report) => setTried({ xml, report }) },
                )
              }
            >
              {w('rules.try')}
            </Button>
            <Button
              type="primary"
              disabled={!ready || tried?.xml !== xml || xml === source}
              loading={publish.isPending}
              onClick={() => publish.mutate({ path: `${path}/versions`, body: { xml }, version: newest })}
            >
              {w('forms.publish')}
            </Button>
          </div>
          {tried?.xml === xml && <TrialResult report={tried.report} />}
          <Outlines decisions={decisions} />
        </section>
      </div>
    </>
  );
}

/** Reads a file of one's own machine into the editor. */
function FileButton({ onText }: { onText: (text: string) => void }) {
  const { w } = useAdminWords();
  return (
    <label className="admin-file">
      <Upload size={16} aria-hidden /> {w('rules.upload')}
      <input
        type="file"
        className="visually-hidden"
        accept=".dmn,.xml,application/xml,text/xml"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          void file?.text().then(onText);
          event.target.value = '';
        }}
      />
    </label>
  );
}
