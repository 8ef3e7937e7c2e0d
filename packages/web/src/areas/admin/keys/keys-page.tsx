import { useState } from 'react';
import { Button, Table } from 'antd';
import { Plus } from 'lucide-react';
import { formatDate } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { KeyLine } from '../api/types.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import { KeyDrawer } from './key-drawer.tsx';
import { KeyState } from './key-state.tsx';
import { NewKey } from './new-key.tsx';

/** Keys of agencies in reach; nothing secret of them ever leaves the platform. */
export function KeysPage() {
  const { w, lang, text } = useAdminWords();
  useTitle(w('keys.title'));
  const agencyName = useAgencyName();
  const pages = useStaffPages<KeyLine>('/api/v1/crypto/keys?limit=50');
  const [open, setOpen] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  return (
    <>
      <PageHead title={w('keys.title')}>
        <Button type="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setMaking(true)}>
          {w('keys.add')}
        </Button>
      </PageHead>
      <p className="desk-soft">{w('keys.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('keys.none')}>{w('keys.noneText')}</Nothing>}>
        {(items) => (
          <Scroll label={w('keys.title')}>
            <Table<KeyLine>
              rowKey="id"
              pagination={false}
              dataSource={items}
              columns={[
                {
                  key: 'name',
                  title: w('keys.name'),
                  render: (_, key) => (
                    <>
                      <Button type="link" className="admin-open" onClick={() => setOpen(key.id)}>
                        <span translate="no">
                          <AsWritten>{key.name}</AsWritten>
                        </span>
                      </Button>
                      <div className="desk-soft">
                        {key.agency === null ? w('keys.platform') : text(agencyName(key.agency))}
                      </div>
                    </>
                  ),
                },
                {
                  key: 'use',
                  title: w('keys.use'),
                  render: (_, key) => (
                    <>
                      {w(`keys.uses.${key.use}`)}
                      <div className="desk-soft" translate="no">
                        {key.algorithm}
                      </div>
                    </>
                  ),
                },
                {
                  key: 'version',
                  title: w('keys.version'),
                  render: (_, key) => w('version', { n: key.version }),
                },
                {
                  key: 'changed',
                  title: w('keys.changed'),
                  render: (_, key) => formatDate(key.changedAt, lang),
                },
                { key: 'state', title: w('keys.state'), render: (_, key) => <KeyState state={key.state} /> },
              ]}
            />
          </Scroll>
        )}
      </Listed>
      {open && <KeyDrawer id={open} onClose={() => setOpen(null)} />}
      {making && <NewKey onClose={() => setMaking(false)} />}
    </>
  );
}
