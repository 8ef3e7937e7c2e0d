import { useState } from 'react';
import { App, Button, Dropdown } from 'antd';
import { Ellipsis } from 'lucide-react';
import { useNavigate } from 'react-router';
import type { Verb } from '../../../api/types.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import type { CommandAnswer, DeskAction, DeskCase } from '../api/types.ts';
import { KeyName } from '../../staff/shell/key-list.tsx';
import { useKeys } from '../../staff/shell/keys.tsx';
import { Fault } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { useDeskWords } from '../words.ts';
import { ActionDrawer } from './action-drawer.tsx';
import { grave, orderActions, verbKeys } from './verbs.ts';

/** What one may do with the case now: a column of buttons at a desk, a bar under the thumb elsewhere. */
export function ActionBar({ entry }: { entry: DeskCase }) {
  const { w, text } = useDeskWords();
  const width = useWidth();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Verb | null>(null);
  const actions = orderActions(entry.actions);
  const send = useStaffSend<CommandAnswer>();
  const current = actions.find((action) => action.verb === open);

  function start(action: DeskAction): void {
    if (action.verb === 'resubmit') {
      void navigate(`/desk/cases/${entry.id}/correct`);
      return;
    }
    if (action.input || action.taskForm || grave.has(action.verb)) {
      setOpen(action.verb);
      return;
    }
    send.mutate(
      { path: `/api/v1/cases/${entry.id}/${action.verb}`, version: entry.version, purpose: 'case-handling' },
      { onSuccess: () => void message.success(w('act.done', { label: text(action.label) })) },
    );
  }

  useKeys(
    'actions',
    actions.flatMap((action) => {
      const key = verbKeys[action.verb];
      return key ? [{ key, label: text(action.label), run: () => start(action) }] : [];
    }),
  );

  const drawer = current && <ActionDrawer entry={entry} action={current} onClose={() => setOpen(null)} />;
  const fault = send.error && <Fault error={send.error} />;

  if (width === 'wide') {
    return (
      <section className="desk-panel desk-actions" aria-labelledby="desk-actions">
        <h2 id="desk-actions">{w('act.title')}</h2>
        {fault}
        {actions.length === 0 && (
          <p className="desk-soft">
            {w(entry.handler && !entry.mine ? 'act.others' : 'act.none', { name: entry.handler })}
          </p>
        )}
        {actions.map((action, index) => (
          <ActionButton
            key={action.verb}
            action={action}
            first={index === 0}
            busy={send.isPending}
            onClick={() => start(action)}
          />
        ))}
        {drawer}
      </section>
    );
  }
  if (actions.length === 0) return null;
  const ahead = width === 'medium' ? 3 : 1;
  const rest = actions.slice(ahead);
  return (
    <section className="desk-actionbar" aria-label={w('act.title')}>
      {fault}
      <div className="desk-row">
        {actions.slice(0, ahead).map((action, index) => (
          <ActionButton
            key={action.verb}
            action={action}
            first={index === 0}
            busy={send.isPending}
            onClick={() => start(action)}
          />
        ))}
        {rest.length > 0 && (
          <Dropdown
            trigger={['click']}
            placement="topRight"
            menu={{
              items: rest.map((action) => ({
                key: action.verb,
                label: text(action.label),
                danger: grave.has(action.verb),
                onClick: () => start(action),
              })),
            }}
          >
            <Button icon={<Ellipsis size={20} aria-hidden />}>{w('act.more')}</Button>
          </Dropdown>
        )}
      </div>
      {drawer}
    </section>
  );
}

interface ActionButtonProps {
  action: DeskAction;
  first: boolean;
  busy: boolean;
  onClick: () => void;
}

function ActionButton({ action, first, busy, onClick }: ActionButtonProps) {
  const { text } = useDeskWords();
  const wide = useWidth() === 'wide';
  const key = verbKeys[action.verb];
  const dangerous = grave.has(action.verb);
  return (
    <Button
      className="desk-action"
      type={first && (action.primary || action.verb === 'claim') ? 'primary' : 'default'}
      danger={dangerous}
      disabled={busy}
      onClick={onClick}
      {...(key ? { 'aria-keyshortcuts': key } : {})}
    >
      <span>{text(action.label)}</span>
      {wide && key && <KeyName name={key} />}
    </Button>
  );
}
