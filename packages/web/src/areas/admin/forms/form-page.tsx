import { Link, useParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown } from '../../staff/shell/states.tsx';
import type { DefinitionVersion } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { FormEditor } from './form-editor.tsx';
import { useVersionChoice, VersionChoice } from '../definitions/version-choice.tsx';

/** One form: its versions, the text of each, and what residents see of it. */
export function FormPage() {
  const { key = '' } = useParams();
  const { w } = useAdminWords();
  useTitle(key);
  const query = useStaffApi<{ items: DefinitionVersion[] }>(
    `/api/v1/admin/definitions/form/${encodeURIComponent(key)}`,
  );
  return (
    <>
      <p className="admin-way">
        <Link to="/admin/forms">{w('forms.title')}</Link>
      </p>
      <h1 translate="no">{key}</h1>
      <Shown query={query}>{({ items }) => <Versions formKey={key} versions={items} />}</Shown>
    </>
  );
}

function Versions({ formKey, versions }: { formKey: string; versions: DefinitionVersion[] }) {
  const { chosen, choose } = useVersionChoice(versions);
  const newest = versions[0]?.version ?? 0;
  const query = useStaffApi<{ content: unknown }>(
    chosen ? `/api/v1/admin/definition-versions/${chosen.id}` : null,
  );
  return (
    <>
      <VersionChoice versions={versions} chosen={chosen} onChoose={choose} />
      <Shown query={query} rows={12}>
        {({ content }) => (
          <FormEditor key={chosen?.id ?? ''} formKey={formKey} newest={newest} source={content} />
        )}
      </Shown>
    </>
  );
}
