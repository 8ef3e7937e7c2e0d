import type { ReactNode } from 'react';
import { Button } from 'antd';
import { Fault } from '../../staff/shell/states.tsx';
import { FileButton } from '../definitions/file-button.tsx';
import { Problems, type Problem } from '../definitions/problems.tsx';
import { useAdminWords } from '../words.ts';
import type { Change } from './use-change.ts';

interface XmlEditorProps {
  change: Change;
  problems: readonly Problem[] | null;
  /** Whether the server has read this very text and has nothing against it. */
  ready: boolean;
  accept: string;
  words: { source: string; trial: string; tryStep: string; trialText: string; tryIt: string };
  /** What the trial of this text found. */
  result: ReactNode;
  /** What the file says, as people read it. */
  children: ReactNode;
}

/** A file is changed or replaced, tried on recorded cases, and only then published. */
export function XmlEditor({ change, problems, ready, accept, words, result, children }: XmlEditorProps) {
  const { w } = useAdminWords();
  const { xml, setXml, trial, publication } = change;
  return (
    <>
      <ol className="admin-steps">
        <li>{w('rules.step.change')}</li>
        <li>{words.tryStep}</li>
        <li>{w('rules.step.publish')}</li>
      </ol>
      <div className="admin-halves">
        <section aria-labelledby="xml-source">
          <div className="desk-head">
            <h2 id="xml-source">{words.source}</h2>
            <FileButton accept={accept} onText={setXml} />
          </div>
          <Problems problems={problems} />
          <textarea
            className="admin-code"
            aria-labelledby="xml-source"
            spellCheck={false}
            value={xml}
            onChange={(event) => setXml(event.target.value)}
          />
        </section>
        <section aria-labelledby="xml-trial">
          <h2 id="xml-trial">{words.trial}</h2>
          <p className="desk-soft">{words.trialText}</p>
          {trial.error && <Fault error={trial.error} />}
          {publication.error && <Fault error={publication.error} />}
          <div className="desk-row admin-against">
            <Button disabled={!ready} loading={trial.isPending} onClick={change.tryIt}>
              {words.tryIt}
            </Button>
            <Button
              type="primary"
              disabled={!ready || !change.mayPublish}
              loading={publication.isPending}
              onClick={change.publish}
            >
              {w('forms.publish')}
            </Button>
          </div>
          {result}
          {children}
        </section>
      </div>
    </>
  );
}
