import { Table } from 'antd';
import { Link } from 'react-router';
import { formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { LicenceTypeLine } from '../api/types.ts';
import { useAdminWords } from '../words.ts';

/** All types of licences and proofs of the city. */
export function LicenceTypesPage() {
  const { w, lang, text } = useAdminWords();
  useTitle(w('licences.title'));
  const pages = useStaffPages<LicenceTypeLine>('/api/v1/admin/licence-types?limit=50');
  return (
    <>
      <PageHead title={w('licences.title')} />
      <p className="desk-soft">{w('licences.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('licences.none')} />}>
        {(items) => (
          <Scroll label={w('licences.title')}>
            <Table<LicenceTypeLine>
              rowKey="code"
              pagination={false}
              dataSource={items}
              columns={[
                {
                  key: 'name',
                  title: w('licences.name'),
                  render: (_, type) => (
                    <>
                      <Link to={`/admin/licences/${type.code}`}>{text(type.name)}</Link>
                      <div className="desk-soft" translate="no">
                        {type.code}
                      </div>
                    </>
                  ),
                },
                {
                  key: 'kind',
                  title: w('licences.kind'),
                  render: (_, type) => w(`licences.kinds.${type.kind}`),
                },
                {
                  key: 'holder',
                  title: w('licences.holder'),
                  render: (_, type) => w(`licences.holders.${type.holder}`),
                },
                {
                  key: 'term',
                  title: w('licences.term'),
                  render: (_, type) => <Term months={type.validMonths} />,
                },
                {
                  key: 'version',
                  title: w('licences.version'),
                  render: (_, type) => (
                    <>
                      {w('version', { n: type.version })}
                      <div className="desk-soft">{formatMoment(type.publishedAt, lang)}</div>
                    </>
                  ),
                },
              ]}
            />
          </Scroll>
        )}
      </Listed>
    </>
  );
}

/** How long a licence of a type is valid. */
export function Term({ months }: { months: number | null }) {
  return <>{useTermWords()(months)}</>;
}

export function useTermWords(): (months: number | null) => string {
  const { w } = useAdminWords();
  return (months) => {
    if (months === null) return w('licences.noEnd');
    // One year is said in months: so no language needs a singular.
    return months % 12 === 0 && months > 12
      ? w('licences.years', { n: months / 12 })
      : w('licences.months', { n: months });
  };
}
