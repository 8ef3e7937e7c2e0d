import { Tabs } from 'antd';
import { ArrowLeft } from 'lucide-react';
import { Link, useParams, useSearchParams } from 'react-router';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown } from '../../staff/shell/states.tsx';
import type { Seal } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { Actions } from './actions.tsx';
import { Grants } from './grants.tsx';
import { Matters } from './matters.tsx';
import { SealPicture } from './picture.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { SealStanding, Validity } from './seal-state.tsx';
import { Uses } from './uses.tsx';

/** One seal: how it looks and stands, what may be done with it, who may use it, and what it sealed. */
export function SealPage() {
  const { w } = useDeskWords();
  const { id = '' } = useParams();
  const query = useStaffApi<Seal>(`/api/v1/desk/seals/${id}`);
  useTitle(query.data ? query.data.name : w('seals.title'));
  return (
    <>
      <p>
        <Link to="/desk/seals" className="seal-back">
          <ArrowLeft size={16} aria-hidden />
          {w('seals.back')}
        </Link>
      </p>
      {!query.data && <h1>{w('seals.title')}</h1>}
      <Shown query={query}>{(seal) => <Whole seal={seal} />}</Shown>
    </>
  );
}

function Whole({ seal }: { seal: Seal }) {
  const { w } = useDeskWords();
  const [query, setQuery] = useSearchParams();
  const open = seal.matters.find(({ state }) => state === 'asked');
  return (
    <>
      <div className="desk-head seal-head">
        <h1>
          <AsWritten>{seal.name}</AsWritten>
        </h1>
        <SealStanding seal={seal} />
      </div>
      <div className="seal-whole">
        <SealPicture
          sealId={seal.id}
          alt={w('seals.pictureOf')}
          caption={(size) => w('seals.size', { ...size })}
        />
        <Facts seal={seal} />
        <Actions key={seal.version} seal={seal} open={open} />
      </div>
      <Tabs
        activeKey={query.get('show') ?? 'grants'}
        onChange={(show) => setQuery({ show }, { replace: true })}
        items={[
          { key: 'grants', label: w('seals.grants.title'), children: <Grants seal={seal} /> },
          { key: 'uses', label: w('seals.uses.title'), children: <Uses sealId={seal.id} /> },
          { key: 'matters', label: w('seals.matters.title'), children: <Matters seal={seal} /> },
        ]}
      />
    </>
  );
}

function Facts({ seal }: { seal: Seal }) {
  const { w, text } = useDeskWords();
  const agencyName = useAgencyName();
  const facts = [
    [w('seals.number'), seal.number ?? w('seals.notMade')],
    [w('seals.agency'), text(agencyName(seal.agency))],
    [w('seals.kindLabel'), w(`seals.kind.${seal.kind}`)],
    [w('seals.usage'), text(seal.usageName)],
    [w('seals.keeper'), seal.keeper ? `${seal.keeper.name} (${seal.keeper.account})` : w('seals.noKeeper')],
  ] as const;
  return (
    <section className="desk-panel" aria-labelledby="seal-facts">
      <h2 id="seal-facts">{w('seals.facts')}</h2>
      <dl className="desk-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd translate={label === w('seals.keeper') ? 'no' : undefined}>
              <AsWritten>{value}</AsWritten>
            </dd>
          </div>
        ))}
        <div>
          <dt>{w('seals.validity')}</dt>
          <dd>
            <Validity seal={seal} />
          </dd>
        </div>
      </dl>
      {seal.supersedes && <Other to={seal.supersedes}>{w('seals.supersedes')}</Other>}
      {seal.supersededBy && <Other to={seal.supersededBy}>{w('seals.supersededBy')}</Other>}
    </section>
  );
}

function Other({ to, children }: { to: string; children: string }) {
  return (
    <p className="seal-other">
      <Link to={`/desk/seals/${to}`}>{children}</Link>
    </p>
  );
}
