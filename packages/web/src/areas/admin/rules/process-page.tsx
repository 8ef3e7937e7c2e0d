import { Tabs } from 'antd';
import { Link, useParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown } from '../../staff/shell/states.tsx';
import type { DefinitionVersion } from '../api/types.ts';
import { useVersionChoice, VersionChoice } from '../definitions/version-choice.tsx';
import { useAdminWords } from '../words.ts';
import { Diagram } from './diagram.tsx';
import { ProcessEditor } from './process-editor.tsx';

/** One process: its diagram, and the way to change it. */
export function ProcessPage() {
  const { key = '' } = useParams();
  const { w } = useAdminWords();
  useTitle(key);
  const query = useStaffApi<{ items: DefinitionVersion[] }>(
    `/api/v1/admin/processes/${encodeURIComponent(key)}`,
  );
  return (
    <>
      <p className="admin-way">
        <Link to="/admin/rules?show=processes">{w('rules.processes')}</Link>
      </p>
      <h1 translate="no">{key}</h1>
      <Shown query={query}>{({ items }) => <Versions process={key} versions={items} />}</Shown>
    </>
  );
}

function Versions({ process, versions }: { process: string; versions: DefinitionVersion[] }) {
  const { w } = useAdminWords();
  const { chosen, choose } = useVersionChoice(versions);
  const query = useStaffApi<{ xml: string }>(chosen ? `/api/v1/admin/process-versions/${chosen.id}` : null);
  return (
    <>
      <VersionChoice versions={versions} chosen={chosen} onChoose={choose} />
      <Shown query={query} rows={10}>
        {({ xml }) => (
          <Tabs
            key={chosen?.id ?? ''}
            items={[
              {
                key: 'diagram',
                label: w('rules.process.diagram'),
                children: (
                  <>
                    <p className="desk-soft">{w('rules.diagramText')}</p>
                    <Diagram xml={xml} label={process} />
                  </>
                ),
              },
              {
                key: 'change',
                label: w('rules.process.change'),
                children: (
                  <ProcessEditor
                    process={process}
                    newest={versions[0]?.version ?? 0}
                    source={xml}
                    onPublished={() => choose(null)}
                  />
                ),
              },
            ]}
          />
        )}
      </Shown>
    </>
  );
}
