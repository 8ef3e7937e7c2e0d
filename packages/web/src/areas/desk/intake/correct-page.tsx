import { Alert } from 'antd';
import { Navigate, useNavigate, useParams } from 'react-router';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { PageHead, Shown } from '../../staff/shell/states.tsx';
import type { CommandAnswer, DeskCase } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { FilledSheet, type FilledForm } from './filled-sheet.tsx';
import { lockedSchema } from './opened-schema.ts';

/** At the window: what a notice asks for is corrected with the applicant, and the case handed in again. */
export function CorrectPage() {
  const { id = '' } = useParams();
  const { w } = useDeskWords();
  useTitle(w('correct.title'));
  const query = useStaffApi<DeskCase>(`/api/v1/cases/${encodeURIComponent(id)}`, 'case-intake');
  return (
    <div className="desk-narrow">
      <PageHead title={w('correct.title')} />
      <Shown query={query}>{(entry) => <Correct entry={entry} />}</Shown>
    </div>
  );
}

function Correct({ entry }: { entry: DeskCase }) {
  const { w, text } = useDeskWords();
  const navigate = useNavigate();
  const back = `/desk/cases/${entry.id}`;
  if (!entry.actions.some(({ verb }) => verb === 'resubmit')) return <Navigate to={back} replace />;
  const form = formOf(entry);
  return (
    <>
      <p className="desk-strong">
        {entry.number} · <AsWritten>{entry.applicant}</AsWritten>
      </p>
      <Alert
        type="warning"
        showIcon
        title={w('correct.asked')}
        description={
          <ul className="desk-plain">
            {entry.corrections.map((correction) => (
              <li key={correction.path}>
                <AsWritten>{text(correction.text)}</AsWritten>
              </li>
            ))}
          </ul>
        }
      />
      <FilledSheet<CommandAnswer>
        form={form}
        schema={lockedSchema(form)}
        given={Object.fromEntries(entry.materials.flatMap(({ id, file }) => (file ? [[id, file]] : [])))}
        submitWords={w('correct.submit')}
        command={(content) => ({
          path: `/api/v1/cases/${entry.id}/resubmit`,
          purpose: 'case-intake',
          version: entry.version,
          body: content,
        })}
        onDone={() => void navigate(back, { replace: true })}
      />
    </>
  );
}

/** The case as the sheet of a window takes it: what was answered is filled in. */
function formOf(entry: DeskCase): FilledForm {
  return {
    schema: entry.schema,
    prefilled: entry.form,
    sources: entry.sources,
    choices: {},
    materials: entry.materials.map(({ id, name, state, source }) => ({
      id,
      name,
      need: state === 'later' ? 'later' : 'needed',
      ...(state === 'held' && source ? { met: { source } } : {}),
    })),
  };
}
