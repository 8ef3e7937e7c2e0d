import { useState } from 'react';
import { App, Button, Drawer } from 'antd';
import { formatDate } from '../../../lib/format.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault, Nothing } from '../../staff/shell/states.tsx';
import { useSure } from '../../staff/shell/sure.ts';
import { useWidth } from '../../staff/shell/width.ts';
import type { StaffLine } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { isWhole, noPlace, PlaceForm } from './place-form.tsx';
import { usePlaceNames } from './places.ts';
import { ResetLink } from './reset-link.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** One account: the posts it holds, another one to give, and its closing. */
export function StaffDrawer({ line, onClose }: { line: StaffLine; onClose: () => void }) {
  const { w, lang } = useAdminWords();
  const { message } = App.useApp();
  const narrow = useWidth() === 'narrow';
  const placeName = usePlaceNames();
  const [place, setPlace] = useState(noPlace);
  const path = `/api/v1/admin/staff/${line.id}`;
  const send = useStaffSend<{ id: string }>(() => void message.success(w('people.done')));

  const sure = useSure(w('cancel'));
  const confirm = (title: string, content: string, command: string) =>
    sure(title, content, () => send.mutate({ path: `${path}/${command}` }));

  return (
    <Drawer
      open
      title={<AsWritten>{line.name}</AsWritten>}
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '85%' : 520}
      onClose={onClose}
    >
      {send.error && <Fault error={send.error} />}
      <h2>{w('people.posts')}</h2>
      {line.posts.length === 0 && <Nothing title={w('people.noPosts')} />}
      <ul className="desk-cards">
        {line.posts.map((post) => (
          <li key={post.id} className="desk-card">
            <p className="desk-strong">{placeName(post)}</p>
            <p className="desk-soft">{w('people.since', { from: formatDate(post.from, lang) })}</p>
            <Button
              size="small"
              danger
              onClick={() =>
                confirm(
                  w('people.take'),
                  w('people.takeSure', { name: line.name, post: placeName(post) }),
                  `posts/${post.id}/take`,
                )
              }
            >
              {w('people.take')}
            </Button>
          </li>
        ))}
      </ul>
      <h2 className="admin-later">{w('people.give')}</h2>
      <form
        className="admin-form admin-form--single"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ path: `${path}/posts`, body: place }, { onSuccess: () => setPlace(noPlace) });
        }}
      >
        <PlaceForm id="give" place={place} onChange={setPlace} />
        <div className="desk-row">
          <Button type="primary" htmlType="submit" disabled={!isWhole(place)} loading={send.isPending}>
            {w('people.give')}
          </Button>
        </div>
      </form>
      {!line.closed && <ResetLink path={path} />}
      <h2 className="admin-later">{w('people.account')}</h2>
      <p className="desk-soft">{w(line.closed ? 'people.closedText' : 'people.openText')}</p>
      {line.closed ? (
        <Button onClick={() => send.mutate({ path: `${path}/reopen` })}>{w('people.reopen')}</Button>
      ) : (
        <Button
          danger
          onClick={() => confirm(w('people.close'), w('people.closeSure', { name: line.name }), 'close')}
        >
          {w('people.close')}
        </Button>
      )}
    </Drawer>
  );
}
