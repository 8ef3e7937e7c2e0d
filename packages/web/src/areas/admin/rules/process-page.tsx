import { lazy, Suspense } from 'react';
import { Link, useParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown, Waiting } from '../../staff/shell/states.tsx';
import type { DefinitionVersion } from '../api/types.ts';
import { useVersionChoice, VersionChoice } from '../definitions/version-choice.tsx';
import { useAdminWords } from '../words.ts';

/** Loaded only when a process is looked at: the drawing weighs more than the rest of the area. */
const Canvas = lazy(async () => ({
  default: (await import('../../staff/shell/diagram-canvas.tsx')).DiagramCanvas,
}));

const nowhere: readonly string[] = [];

/** One process, version by version, as its diagram. */
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
      <Shown query={query}>{({ items }) => <Versions versions={items} label={key} />}</Shown>
    </>
  );
}

function Versions({ versions, label }: { versions: DefinitionVersion[]; label: string }) {
  const { w } = useAdminWords();
  const { chosen, choose } = useVersionChoice(versions);
  const query = useStaffApi<{ xml: string }>(chosen ? `/api/v1/admin/process-versions/${chosen.id}` : null);
  return (
    <>
      <VersionChoice versions={versions} chosen={chosen} onChoose={choose} />
      <p className="desk-soft">{w('rules.diagramText')}</p>
      <Shown query={query} rows={10}>
        {({ xml }) => (
          <Suspense fallback={<Waiting rows={10} />}>
            <Canvas key={chosen?.id ?? ''} xml={xml} tokens={nowhere} label={label} />
          </Suspense>
        )}
      </Shown>
    </>
  );
}
