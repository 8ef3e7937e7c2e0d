import { Alert, Select, Table } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { Text } from '../../../api/types.ts';
import { formatMoment, formatNumber } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { PageHead, Shown } from '../../staff/shell/states.tsx';
import { SavedMaterials } from '../licence-uses/saved-materials.tsx';
import { useDeskWords } from '../words.ts';

interface Overview {
  asOf: string;
  days: number;
  load: { account: string | null; name: string; open: number; soon: number; overdue: number }[];
  decided: { granted: number; refused: number; late: number; hours: number | null };
  items: { code: string; title: Text; open: number; decided: number; late: number }[];
  ratings: { stars: number[]; waiting: number };
  refusals: { text: Text; basis: Text; outcome: 'notGranted' | 'refused'; count: number }[];
}

const periods = [7, 30, 90, 365];

/** How the section stands: who has how much, what is late, how people found it, on which grounds it failed. */
export function OverviewPage() {
  const { w, lang } = useDeskWords();
  useTitle(w('overview.title'));
  const [address, setAddress] = useSearchParams();
  const days = periods.find((period) => String(period) === address.get('days')) ?? 30;
  const query = useStaffApi<Overview>(`/api/v1/cases/overview?days=${days}`);
  return (
    <>
      <PageHead title={w('overview.title')}>
        <Select
          aria-label={w('overview.days')}
          value={days}
          options={periods.map((value) => ({ value, label: w('overview.lastDays', { n: value }) }))}
          onChange={(value) => setAddress({ days: String(value) }, { replace: true })}
        />
      </PageHead>
      <Shown query={query}>
        {(overview) => (
          <div className="desk-overview">
            <p className="desk-soft">
              {w('overview.asOf', { moment: formatMoment(overview.asOf, lang), days: overview.days })}
            </p>
            <Load load={overview.load} />
            <div className="desk-overview__pair">
              <Decided decided={overview.decided} />
              <Ratings ratings={overview.ratings} />
            </div>
            <Items items={overview.items} />
            <Refusals refusals={overview.refusals} />
            <SavedMaterials />
          </div>
        )}
      </Shown>
    </>
  );
}

function Load({ load }: { load: Overview['load'] }) {
  const { w } = useDeskWords();
  const late = load.some(({ overdue }) => overdue > 0);
  return (
    <section aria-labelledby="load">
      <h2 id="load">{w('overview.load')}</h2>
      <Table
        rowKey={({ account }) => account ?? ''}
        dataSource={load}
        pagination={false}
        size="middle"
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w('overview.loadEmpty') }}
        columns={[
          {
            title: w('overview.person'),
            render: (_, row) => (row.account ? row.name : w('overview.nobody')),
          },
          figure(w('overview.open'), 'open'),
          figure(w('overview.soon'), 'soon'),
          {
            title: w('overview.overdue'),
            align: 'right',
            render: (_, { overdue }) => (
              <span className={overdue > 0 ? 'desk-figures desk-bad' : 'desk-figures'}>
                {formatNumber(overdue)}
              </span>
            ),
          },
        ]}
      />
      {late && (
        <p>
          <Link to="/desk?view=all&lateness=overdue">{w('overview.showOverdue')}</Link>
        </p>
      )}
    </section>
  );
}

/** A column of figures, right-aligned so that they can be compared. */
function figure<Row extends Record<Name, number>, Name extends string>(title: string, name: Name) {
  return {
    title,
    align: 'right' as const,
    render: (_: unknown, row: Row) => <span className="desk-figures">{formatNumber(row[name])}</span>,
  };
}

function Decided({ decided }: { decided: Overview['decided'] }) {
  const { w } = useDeskWords();
  const { hours } = decided;
  const took =
    hours === null
      ? w('overview.noHours')
      : hours < 48
        ? w('overview.hoursValue', { n: hours })
        : w('overview.daysValue', { n: Math.round(hours / 24) });
  const facts = [
    [w('overview.granted'), formatNumber(decided.granted)],
    [w('overview.refused'), formatNumber(decided.refused)],
    [w('overview.late'), formatNumber(decided.late)],
    [w('overview.hours'), took],
  ];
  return (
    <section aria-labelledby="decided">
      <h2 id="decided">{w('overview.decided')}</h2>
      <dl className="desk-figures-row">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Ratings({ ratings: { stars, waiting } }: { ratings: Overview['ratings'] }) {
  const { w } = useDeskWords();
  const most = Math.max(...stars);
  return (
    <section aria-labelledby="ratings">
      <h2 id="ratings">{w('overview.ratings')}</h2>
      {waiting > 0 && (
        <Alert
          type="warning"
          showIcon
          title={<Link to="/desk/ratings">{w('overview.waiting', { n: waiting })}</Link>}
        />
      )}
      {most === 0 ? (
        <p className="desk-soft">{w('overview.noRatings')}</p>
      ) : (
        stars
          .map((count, index) => ({ star: index + 1, count }))
          .toReversed()
          .map(({ star, count }) => (
            <div key={star} className="desk-starbar">
              <span>{w('overview.stars', { n: star })}</span>
              <span className="desk-starbar__bar" aria-hidden>
                <span style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span className="desk-figures">{formatNumber(count)}</span>
            </div>
          ))
      )}
    </section>
  );
}

function Items({ items }: { items: Overview['items'] }) {
  const { w, text } = useDeskWords();
  return (
    <section aria-labelledby="items">
      <h2 id="items">{w('overview.items')}</h2>
      <Table
        rowKey="code"
        dataSource={items}
        pagination={false}
        size="middle"
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w('overview.itemsEmpty') }}
        columns={[
          { title: w('overview.item'), render: (_, row) => text(row.title) },
          figure(w('overview.open'), 'open'),
          figure(w('overview.decidedCount'), 'decided'),
          figure(w('overview.late'), 'late'),
        ]}
      />
    </section>
  );
}

function Refusals({ refusals }: { refusals: Overview['refusals'] }) {
  const { w, text } = useDeskWords();
  return (
    <section aria-labelledby="refusals">
      <h2 id="refusals">{w('overview.refusals')}</h2>
      <Table
        rowKey={(row) => row.outcome + row.text.zh + row.basis.zh}
        dataSource={refusals}
        pagination={false}
        size="middle"
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w('overview.refusalsEmpty') }}
        columns={[
          {
            title: w('overview.ground'),
            render: (_, row) => (
              <div className="desk-ground">
                {text(row.text)}
                <br />
                <span className="desk-soft">{text(row.basis)}</span>
              </div>
            ),
          },
          {
            title: w('overview.by'),
            width: '6rem',
            render: (_, row) => w(row.outcome === 'refused' ? 'overview.byPerson' : 'overview.byRule'),
          },
          figure(w('overview.count'), 'count'),
        ]}
      />
    </section>
  );
}
