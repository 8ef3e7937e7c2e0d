import { Select, Table } from 'antd';
import { Plus } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages, withQuery } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import type { SealLine, SealState } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { LinkButton } from '../../staff/shell/link-button.tsx';
import { pictureOf } from './picture.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { mayAskFor } from './rights.ts';
import { SealStanding, Validity } from './seal-state.tsx';

const states: SealState[] = ['asked', 'active', 'frozen', 'superseded', 'destroyed', 'refused', 'withdrawn'];

/** Seals of one's agencies, and those that one administers. */
export function SealsPage() {
  const { w } = useDeskWords();
  useTitle(w('seals.title'));
  const narrow = useWidth() === 'narrow';
  const session = useSession();
  const [query, setQuery] = useSearchParams();
  const state = states.find((one) => one === query.get('state'));
  const path = '/api/v1/desk/seals?limit=50';
  const pages = useStaffPages<SealLine>(state ? withQuery(path, 'state', state) : path);
  const empty = state ? (
    <Nothing title={w('seals.noneFound')} />
  ) : (
    <Nothing title={w('seals.none')}>{w(mayAskFor(session) ? 'seals.noneAsk' : 'seals.noneText')}</Nothing>
  );
  return (
    <>
      <PageHead title={w('seals.title')}>
        {mayAskFor(session) && (
          <LinkButton to="/desk/seals/new" type="primary" icon={<Plus size={18} aria-hidden />}>
            {w('seals.ask.title')}
          </LinkButton>
        )}
      </PageHead>
      <p className="desk-soft">{w('seals.text')}</p>
      <div className="desk-filters">
        <Select
          className="desk-filters__status"
          aria-label={w('seals.stateLabel')}
          allowClear
          placeholder={w('seals.anyState')}
          value={state ?? null}
          options={states.map((one) => ({ value: one, label: w(`seals.state.${one}`) }))}
          onChange={(chosen: SealState | undefined) =>
            setQuery(chosen ? { state: chosen } : {}, { replace: true })
          }
        />
      </div>
      <Listed pages={pages} empty={empty}>
        {(items) => (narrow ? <Cards seals={items} /> : <SealTable seals={items} />)}
      </Listed>
    </>
  );
}

function SealTable({ seals }: { seals: SealLine[] }) {
  const { w, text } = useDeskWords();
  const agencyName = useAgencyName();
  return (
    <Table<SealLine>
      rowKey="id"
      pagination={false}
      dataSource={seals}
      columns={[
        {
          key: 'picture',
          title: w('seals.picture'),
          width: 96,
          render: (_, seal) => <Thumb seal={seal} />,
        },
        {
          key: 'name',
          title: w('seals.seal'),
          render: (_, seal) => (
            <>
              <SealLink seal={seal} />
              <div className="desk-soft">{text(agencyName(seal.agency))}</div>
            </>
          ),
        },
        { key: 'usage', title: w('seals.usage'), render: (_, seal) => text(seal.usageName) },
        {
          key: 'keeper',
          title: w('seals.keeper'),
          responsive: ['lg'],
          render: (_, seal) => (seal.keeper ? <AsWritten>{seal.keeper.name}</AsWritten> : '—'),
        },
        { key: 'state', title: w('seals.stateLabel'), render: (_, seal) => <SealStanding seal={seal} /> },
        { key: 'until', title: w('seals.validity'), render: (_, seal) => <Validity seal={seal} /> },
      ]}
    />
  );
}

function Cards({ seals }: { seals: SealLine[] }) {
  const { text } = useDeskWords();
  return (
    <ul className="desk-cards">
      {seals.map((seal) => (
        <li key={seal.id} className="desk-card seal-card">
          <Thumb seal={seal} />
          <div>
            <SealLink seal={seal} />
            <p>{text(seal.usageName)}</p>
            <SealStanding seal={seal} />
            <p className="desk-soft">
              <Validity seal={seal} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function SealLink({ seal }: { seal: SealLine }) {
  return (
    <Link to={`/desk/seals/${seal.id}`} className="desk-strong">
      <AsWritten>{seal.name}</AsWritten>
    </Link>
  );
}

/** Says nothing that its row does not. */
function Thumb({ seal }: { seal: SealLine }) {
  return (
    <span className="seal-paper seal-paper--small">
      <img src={pictureOf(seal.id)} alt="" loading="lazy" />
    </span>
  );
}
