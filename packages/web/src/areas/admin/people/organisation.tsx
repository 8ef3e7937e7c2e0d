import { Table } from 'antd';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown } from '../../staff/shell/states.tsx';
import type { Agency, Organisation } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { useOrganisation } from './places.ts';

type PostLine = Organisation['posts'][number];

/** Agencies with their posts and how many people hold each. */
export function Agencies() {
  const { w, text } = useAdminWords();
  const agencies = useStaffApi<{ items: Agency[] }>('/api/v1/agencies');
  const posts = useOrganisation().data?.posts ?? [];
  return (
    <Shown query={agencies}>
      {({ items }) => (
        <Table<Agency>
          rowKey="slug"
          pagination={false}
          dataSource={items}
          columns={[
            {
              key: 'name',
              title: w('people.agency'),
              render: (_, agency) => (
                <>
                  <span className="desk-strong">{text(agency.name)}</span>
                  <div className="desk-soft desk-figures">{agency.code}</div>
                </>
              ),
            },
            {
              key: 'division',
              title: w('people.place.division'),
              responsive: ['md'],
              render: (_, agency) => text(agency.division.name),
            },
            {
              key: 'posts',
              title: w('people.posts'),
              render: (_, agency) => <Posts posts={posts.filter((post) => post.agency === agency.slug)} />,
            },
          ]}
        />
      )}
    </Shown>
  );
}

function Posts({ posts }: { posts: PostLine[] }) {
  const { w, text } = useAdminWords();
  const divisions = useOrganisation().data?.divisions ?? [];
  if (posts.length === 0) return <span className="desk-soft">{w('people.noPosts')}</span>;
  return (
    <ul className="desk-plain">
      {posts.map((post) => {
        const division = divisions.find(({ code }) => code === post.division);
        return (
          <li key={post.id}>
            {text(post.name)}{' '}
            <span className="desk-soft">
              {division ? text(division.name) : post.division} · {w('people.holders', { n: post.holders })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Divisions, each below the one that it belongs to. */
export function Divisions() {
  const { w, text } = useAdminWords();
  return (
    <Shown query={useOrganisation()}>
      {({ divisions }) => {
        const tree = divisions.filter(({ level }) => level !== 'town');
        return (
          <Table<Organisation['divisions'][number]>
            rowKey="code"
            pagination={false}
            dataSource={tree}
            columns={[
              { key: 'name', title: w('people.division'), render: (_, division) => text(division.name) },
              { key: 'code', title: w('people.code'), dataIndex: 'code', className: 'desk-figures' },
              {
                key: 'level',
                title: w('people.level'),
                render: (_, division) => w(`level.${division.level}`),
              },
              {
                key: 'towns',
                title: w('people.towns'),
                render: (_, { code }) =>
                  divisions.filter((town) => town.level === 'town' && town.parentCode === code).length,
              },
            ]}
          />
        );
      }}
    </Shown>
  );
}
