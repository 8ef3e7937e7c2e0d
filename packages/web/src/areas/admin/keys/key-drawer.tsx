import { useState } from 'react';
import { App, Button, Drawer, Input, Modal, Typography } from 'antd';
import { useSession } from '../../../api/queries.ts';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Field } from '../../staff/form/field.tsx';
import { useStaffApi, useStaffSend } from '../../staff/api/queries.ts';
import { Fault, Shown } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import type { KeyLine, WholeKey } from '../api/types.ts';
import { reachOf } from '../nav.ts';
import { useAdminWords } from '../words.ts';
import { KeyState } from './key-state.tsx';

type Move = 'rotate' | 'suspend' | 'resume' | 'retire' | 'destroy';

const movesFrom: Readonly<Record<KeyLine['state'], readonly Move[]>> = {
  active: ['rotate', 'suspend', 'retire'],
  suspended: ['resume', 'retire'],
  retired: ['destroy'],
  destroyed: [],
};

/** One key: its versions with their public parts, and the steps of its life. */
export function KeyDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { w } = useAdminWords();
  const narrow = useWidth() === 'narrow';
  const query = useStaffApi<WholeKey>(`/api/v1/crypto/keys/${id}`);
  return (
    <Drawer
      open
      title={
        query.data ? (
          <span translate="no">
            <AsWritten>{query.data.name}</AsWritten>
          </span>
        ) : (
          w('keys.title')
        )
      }
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '92%' : 560}
      onClose={onClose}
    >
      <Shown query={query}>
        {(key) => (
          <>
            <KeyState state={key.state} />
            <p className="desk-soft">{w(`keys.meaning.${key.state}`)}</p>
            <Moves entry={key} />
            <h2 className="admin-later">{w('keys.versions')}</h2>
            <Versions entry={key} />
          </>
        )}
      </Shown>
    </Drawer>
  );
}

function Versions({ entry }: { entry: WholeKey }) {
  const { w, lang } = useAdminWords();
  return (
    <ul className="desk-cards">
      {entry.versions.map(({ version, state, publicKey, from, until }) => (
        <li key={version} className="desk-card">
          <p className="desk-strong">
            {w('version', { n: version })} · {w(`keys.versionStates.${state}`)}
          </p>
          <p className="desk-soft">
            {until === null
              ? w('keys.since', { from: formatMoment(from, lang) })
              : w('keys.fromUntil', { from: formatMoment(from, lang), until: formatMoment(until, lang) })}
          </p>
          {publicKey === null ? (
            <p className="desk-soft">{w('keys.secret')}</p>
          ) : (
            <Typography.Paragraph copyable={{ text: publicKey }} className="admin-public-key">
              {w('keys.public')}
            </Typography.Paragraph>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What may be done with a key as it stands; to destroy it is for administrators. */
function Moves({ entry }: { entry: WholeKey }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const session = useSession();
  const [asking, setAsking] = useState<Move | null>(null);
  const send = useStaffSend<WholeKey>();
  const moves = movesFrom[entry.state].filter((move) => move !== 'destroy' || reachOf(session) !== null);
  const go = (move: Move) =>
    send.mutate(
      { path: `/api/v1/crypto/keys/${entry.id}/${move}` },
      {
        onSuccess: () => {
          setAsking(null);
          void message.success(w(`keys.did.${move}`));
        },
      },
    );
  return (
    <>
      {send.error && <Fault error={send.error} />}
      <div className="desk-row">
        {moves.map((move) => (
          <Button key={move} danger={move === 'destroy' || move === 'retire'} onClick={() => setAsking(move)}>
            {w(`keys.move.${move}`)}
          </Button>
        ))}
      </div>
      {asking && (
        <Sure
          key={asking}
          entry={entry}
          move={asking}
          busy={send.isPending}
          onGo={() => go(asking)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

interface SureProps {
  entry: WholeKey;
  move: Move;
  busy: boolean;
  onGo: () => void;
  onClose: () => void;
}

/** Says what follows; what cannot be undone wants the key's name typed. */
function Sure({ entry, move, busy, onGo, onClose }: SureProps) {
  const { w } = useAdminWords();
  const [typed, setTyped] = useState('');
  const final = move === 'destroy';
  return (
    <Modal open title={w(`keys.move.${move}`)} footer={null} onCancel={onClose}>
      <form
        className="staff-form"
        onSubmit={(event) => {
          event.preventDefault();
          onGo();
        }}
      >
        <p>{w(`keys.effect.${move}`)}</p>
        {final && (
          <Field
            id="key-sure"
            label={w('keys.type')}
            help={
              <code>
                <AsWritten>{entry.name}</AsWritten>
              </code>
            }
          >
            <Input
              id="key-sure"
              autoComplete="off"
              aria-describedby="key-sure-help"
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          </Field>
        )}
        <div className="desk-row">
          <Button
            type="primary"
            danger={final || move === 'retire'}
            htmlType="submit"
            disabled={final && typed.trim() !== entry.name}
            loading={busy}
          >
            {w(`keys.move.${move}`)}
          </Button>
          <Button onClick={onClose}>{w('cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
