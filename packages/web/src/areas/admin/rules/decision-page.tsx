import { Tabs } from 'antd';
import { Link, useParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown } from '../../staff/shell/states.tsx';
import type { DefinitionVersion } from '../api/types.ts';
import { useVersionChoice, VersionChoice } from '../definitions/version-choice.tsx';
import { useAdminWords } from '../words.ts';
import { DecisionEditor } from './decision-editor.tsx';
import { Outlines } from './outline.tsx';
import { useDmn } from './use-dmn.ts';

/** One decision: its rules as tables, and the way to change them. */
export function DecisionPage() {
  const { key = '' } = useParams();
  const { w } = useAdminWords();
  useTitle(key);
  const query = useStaffApi<{ items: DefinitionVersion[] }>(
    `/api/v1/admin/definitions/decision/${encodeURIComponent(key)}`,
  );
  return (
    <>
      <p className="admin-way">
        <Link to="/admin/rules">{w('rules.decisions')}</Link>
      </p>
      <h1 translate="no">{key}</h1>
      <Shown query={query}>{({ items }) => <Versions decision={key} versions={items} />}</Shown>
    </>
  );
}

function Versions({ decision, versions }: { decision: string; versions: DefinitionVersion[] }) {
  const { w } = useAdminWords();
  const { chosen, choose } = useVersionChoice(versions);
  const query = useStaffApi<{ content: { xml: string } }>(
    chosen ? `/api/v1/admin/definition-versions/${chosen.id}` : null,
  );
  return (
    <>
      <VersionChoice versions={versions} chosen={chosen} onChoose={choose} />
      <Shown query={query} rows={12}>
        {({ content }) => (
          <Tabs
            key={chosen?.id ?? ''}
            items={[
              { key: 'rules', label: w('rules.tables'), children: <Rules xml={content.xml} /> },
              {
                key: 'change',
                label: w('rules.change'),
                children: (
                  <DecisionEditor
                    decision={decision}
                    newest={versions[0]?.version ?? 0}
                    source={content.xml}
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

function Rules({ xml }: { xml: string }) {
  const { decisions } = useDmn(xml);
  return <Outlines decisions={decisions} />;
}
