import { Table } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing } from '../../staff/shell/states.tsx';
import type { SealUse } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';

/** What a seal signed, newest first. */
export function Uses({ sealId }: { sealId: string }) {
  const { w, lang } = useDeskWords();
  const pages = useStaffPages<SealUse>(`/api/v1/desk/seals/${sealId}/uses?limit=20`);
  return (
    <Listed pages={pages} empty={<Nothing title={w('seals.uses.none')}>{w('seals.uses.noneText')}</Nothing>}>
      {(items) => (
        <Scroll label={w('seals.uses.title')}>
          <Table<SealUse>
            rowKey="id"
            pagination={false}
            dataSource={items}
            columns={[
              {
                key: 'at',
                title: w('seals.uses.at'),
                className: 'seal-nowrap',
                render: (_, use) => formatMoment(use.at, lang),
              },
              {
                key: 'purpose',
                title: w('seals.uses.purpose'),
                render: (_, use) => (
                  <>
                    <AsWritten>{use.purpose}</AsWritten>
                    <div className="desk-soft seal-any">
                      {w(`seals.uses.of.${use.entity.kind}`)}{' '}
                      <span translate="no">
                        <AsWritten>{use.entity.id}</AsWritten>
                      </span>
                    </div>
                  </>
                ),
              },
              {
                key: 'who',
                title: w('seals.uses.who'),
                className: 'seal-nowrap',
                render: (_, use) => <AsWritten>{use.who ?? w('seals.uses.byRule')}</AsWritten>,
              },
              { key: 'form', title: w('seals.uses.form'), render: (_, use) => use.form.toUpperCase() },
              {
                key: 'digest',
                title: w('seals.uses.digest'),
                render: (_, use) => (
                  <code className="seal-digest" title={use.digest}>
                    {use.digest}
                  </code>
                ),
              },
            ]}
          />
        </Scroll>
      )}
    </Listed>
  );
}
