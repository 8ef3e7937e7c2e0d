import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { DefinitionLine } from '../api/types.ts';
import { DefinitionTable } from '../definitions/definition-table.tsx';
import { useAdminWords } from '../words.ts';

/** All forms with the version in force of each. */
export function FormsPage() {
  const { w } = useAdminWords();
  useTitle(w('forms.title'));
  const pages = useStaffPages<DefinitionLine>('/api/v1/admin/definitions?kind=form&limit=50');
  return (
    <>
      <PageHead title={w('forms.title')} />
      <p className="desk-soft">{w('forms.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('forms.none')} />}>
        {(items) => <DefinitionTable items={items} path="/admin/forms" />}
      </Listed>
    </>
  );
}
