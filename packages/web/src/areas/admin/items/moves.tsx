import { App, Button } from 'antd';
import { useNavigate } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import type { Session } from '../../../api/types.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useSure } from '../../staff/shell/sure.ts';
import type { ItemState, ManagedItemDetail } from '../api/types.ts';
import { useAdminWords } from '../words.ts';

type Move = 'review' | 'publish' | 'return' | 'withdraw' | 'revise';

const moves: Record<ItemState, Move[]> = {
  draft: ['review'],
  review: ['publish', 'return'],
  published: ['revise', 'withdraw'],
  withdrawn: ['revise'],
};

const editors = ['admin', 'head', 'dataOfficer'];

export function mayEdit(session: Session): boolean {
  return session.account?.posts.some((post) => editors.includes(post.role)) ?? false;
}

/** The way of a version from draft to publication, and on to the next version. */
export function Moves({ item, blocked }: { item: ManagedItemDetail; blocked: boolean }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const sure = useSure(w('cancel'));
  const navigate = useNavigate();
  const send = useStaffSend<{ id: string }>();
  if (!mayEdit(useSession())) return null;

  function go(move: Move): void {
    send.mutate(
      { path: `/api/v1/desk/items/${item.id}/${move}`, version: item.rowVersion },
      {
        onSuccess: ({ id }) => {
          void message.success(w(`item.done.${move}`));
          if (id !== item.id) void navigate(`/admin/items/${id}`, { replace: move === 'publish' });
        },
      },
    );
  }

  function ask(move: Move): void {
    if (move !== 'withdraw') return go(move);
    sure(w('item.move.withdraw'), w('item.withdrawSure', { name: item.name }), () => go(move));
  }

  return (
    <>
      <div className="desk-row">
        {moves[item.state].map((move) => (
          <Button
            key={move}
            type={move === 'publish' ? 'primary' : 'default'}
            danger={move === 'withdraw'}
            disabled={blocked}
            loading={send.isPending}
            onClick={() => ask(move)}
          >
            {w(`item.move.${move}`)}
          </Button>
        ))}
      </div>
      {send.error && <Fault error={send.error} />}
    </>
  );
}
