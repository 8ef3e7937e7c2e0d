import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { DefinitionLine } from '../api/types.ts';
import { DefinitionTable } from '../definitions/definition-table.tsx';
import { useAdminWords } from '../words.ts';

/** Processes by which cases run, and decisions that they call. */
export function RulesPage() {
  const { w } = useAdminWords();
  useTitle(w('rules.title'));
  const [query, setQuery] = useSearchParams();
  return (
    <>
      <PageHead title={w('rules.title')} />
      <Tabs
        activeKey={query.get('show') ?? 'decisions'}
        onChange={(show) => setQuery({ show }, { replace: true })}
        items={[
          {
            key: 'decisions',
            label: w('rules.decisions'),
            children: (
              <Lines
                from="/api/v1/admin/definitions?kind=decision&limit=50"
                text={w('rules.decisionsText')}
                path="/admin/rules/decisions"
              />
            ),
          },
          {
            key: 'processes',
            label: w('rules.processes'),
            children: (
              <Lines
                from="/api/v1/admin/processes?limit=50"
                text={w('rules.processesText')}
                path="/admin/rules/processes"
              />
            ),
          },
        ]}
      />
    </>
  );
}

function Lines({ from, text, path }: { from: string; text: string; path: string }) {
  const { w } = useAdminWords();
  const pages = useStaffPages<DefinitionLine>(from);
  return (
    <>
      <p className="desk-soft">{text}</p>
      <Listed pages={pages} empty={<Nothing title={w('rules.none')} />}>
        {(items) => <DefinitionTable items={items} path={path} />}
      </Listed>
    </>
  );
}
