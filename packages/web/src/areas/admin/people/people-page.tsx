import { useState } from 'react';
import { Button, Input, Table, Tabs, Tag } from 'antd';
import { UserPlus } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { StaffLine } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { Invite } from './invite.tsx';
import { Agencies, Divisions } from './organisation.tsx';
import { StaffDrawer } from './staff-drawer.tsx';
import { usePlaceNames } from './places.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Who works here, at which posts, and the agencies and divisions that these belong to. */
export function PeoplePage() {
  const { w } = useAdminWords();
  useTitle(w('people.title'));
  const [query, setQuery] = useSearchParams();
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHead title={w('people.title')}>
        <Button type="primary" icon={<UserPlus size={18} aria-hidden />} onClick={() => setInviting(true)}>
          {w('people.invite')}
        </Button>
      </PageHead>
      <Tabs
        activeKey={query.get('show') ?? 'staff'}
        onChange={(show) => setQuery({ show }, { replace: true })}
        items={[
          { key: 'staff', label: w('people.staff'), children: <StaffList /> },
          { key: 'agencies', label: w('people.agencies'), children: <Agencies /> },
          { key: 'divisions', label: w('people.divisions'), children: <Divisions /> },
        ]}
      />
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </>
  );
}

function StaffList() {
  const { w } = useAdminWords();
  const [q, setQ] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const placeName = usePlaceNames();
  const pages = useStaffPages<StaffLine>(`/api/v1/admin/staff?limit=50&q=${encodeURIComponent(q)}`);
  const chosen = pages.items?.find(({ id }) => id === open);
  return (
    <>
      <div className="desk-filters">
        <Input.Search
          className="desk-filters__search"
          aria-label={w('people.search')}
          placeholder={w('people.search')}
          allowClear
          onSearch={(value) => setQ(value.trim())}
        />
      </div>
      <Listed pages={pages} empty={<Nothing title={w('people.none')} />}>
        {(items) => (
          <Table<StaffLine>
            rowKey="id"
            pagination={false}
            dataSource={items}
            columns={[
              {
                key: 'name',
                title: w('people.name'),
                render: (_, line) => (
                  <>
                    <Button type="link" className="admin-open" onClick={() => setOpen(line.id)}>
                      <AsWritten>{line.name}</AsWritten>
                    </Button>
                    <div className="desk-soft" translate="no">
                      {line.login}
                    </div>
                  </>
                ),
              },
              {
                key: 'posts',
                title: w('people.posts'),
                render: (_, line) =>
                  line.posts.length === 0 ? (
                    <span className="desk-soft">{w('people.noPosts')}</span>
                  ) : (
                    <ul className="desk-plain">
                      {line.posts.map((post) => (
                        <li key={post.id}>{placeName(post)}</li>
                      ))}
                    </ul>
                  ),
              },
              {
                key: 'state',
                title: w('people.state'),
                responsive: ['md'],
                render: (_, line) => (
                  <Tag color={line.closed ? 'default' : 'success'}>
                    {w(line.closed ? 'people.closed' : 'people.open')}
                  </Tag>
                ),
              },
            ]}
          />
        )}
      </Listed>
      {chosen && <StaffDrawer line={chosen} onClose={() => setOpen(null)} />}
    </>
  );
}
