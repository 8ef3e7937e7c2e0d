import { App, Button, Drawer } from 'antd';
import { useSession } from '../../../api/queries.ts';
import { useDeskSend } from '../api/queries.ts';
import type { DeskItem } from '../api/types.ts';
import { Fault, Nothing } from '../shell/states.tsx';
import { useWidth } from '../shell/width.ts';
import { useDeskWords } from '../words.ts';

type Move = 'review' | 'publish' | 'return' | 'withdraw';

const moves: Record<DeskItem['state'], Move[]> = {
  draft: ['review'],
  review: ['publish', 'return'],
  published: ['withdraw'],
  withdrawn: [],
};

const editors = ['admin', 'head', 'dataOfficer'];

/** What the rules find wrong in a version of an item, and the way it goes from draft to publication. */
export function ItemDrawer({ item, onClose }: { item: DeskItem; onClose: () => void }) {
  const { w, text } = useDeskWords();
  const narrow = useWidth() === 'narrow';
  const { account } = useSession();
  const { message, modal } = App.useApp();
  const send = useDeskSend<{ id: string }>();
  const offered = account?.posts.some((post) => editors.includes(post.role)) ? moves[item.state] : [];

  function go(move: Move): void {
    send.mutate(
      { path: `/api/v1/desk/items/${item.id}/${move}` },
      {
        onSuccess: () => {
          void message.success(w('items.moved', { label: w(`items.move.${move}`) }));
          onClose();
        },
      },
    );
  }

  function ask(move: Move): void {
    if (move !== 'withdraw') return go(move);
    modal.confirm({
      title: w('items.move.withdraw'),
      content: w('items.sure', { name: item.name }),
      okText: w('items.move.withdraw'),
      okButtonProps: { danger: true },
      onOk: () => go(move),
    });
  }

  return (
    <Drawer
      open
      title={item.name}
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '80%' : 560}
      onClose={onClose}
      footer={
        offered.length > 0 && (
          <div className="desk-row">
            {offered.map((move) => (
              <Button
                key={move}
                type={move === 'publish' || move === 'review' ? 'primary' : 'default'}
                danger={move === 'withdraw'}
                disabled={send.isPending}
                onClick={() => ask(move)}
              >
                {w(`items.move.${move}`)}
              </Button>
            ))}
          </div>
        )
      }
    >
      {send.error && <Fault error={send.error} />}
      <p className="desk-soft">
        {item.code} · {w(`items.states.${item.state}`)} · {w('items.version', { n: item.version })}
      </p>
      {item.defects.length === 0 && <Nothing title={w('items.clean')}>{w('items.cleanText')}</Nothing>}
      <ul className="desk-plain">
        {item.defects.map((defect) => (
          <li key={defect.rule + defect.field} className="desk-reason desk-reason--notGranted">
            <p className="desk-strong">{text(defect.text)}</p>
            <p className="desk-soft">{w('items.defect', { field: defect.field, rule: defect.rule })}</p>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
