import { useState } from 'react';
import { App, Button, Table, Tag } from 'antd';
import { UserPlus } from 'lucide-react';
import { formatDate, formatMoment, formatNumber } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Nothing } from '../../staff/shell/states.tsx';
import type { Seal, SealGrant } from '../api/types.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useDeskWords } from '../words.ts';
import { GrantDrawer } from './grant-drawer.tsx';
import { ReasonSheet } from '../../staff/form/reason-sheet.tsx';
import { grantStanding, useRights } from './rights.ts';

/** Who may use a seal, for what, how often and until when. */
export function Grants({ seal }: { seal: Seal }) {
  const { w } = useDeskWords();
  const { grant: mayGrant } = useRights(seal);
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<SealGrant | null>(null);
  return (
    <>
      <div className="desk-row seal-tools">
        <p className="desk-soft">{w('seals.grants.text')}</p>
        {mayGrant && seal.state === 'active' && (
          <Button icon={<UserPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
            {w('seals.grants.add')}
          </Button>
        )}
      </div>
      {seal.grants.length === 0 ? (
        <Nothing title={w('seals.grants.none')}>{w('seals.grants.noneText')}</Nothing>
      ) : (
        <GrantTable seal={seal} onEnd={mayGrant ? setEnding : null} />
      )}
      {adding && <GrantDrawer seal={seal} onClose={() => setAdding(false)} />}
      {ending && <EndSheet seal={seal} grant={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function GrantTable({ seal, onEnd }: { seal: Seal; onEnd: ((grant: SealGrant) => void) | null }) {
  const { w, lang } = useDeskWords();
  return (
    <Scroll label={w('seals.grants.title')}>
      <Table<SealGrant>
        rowKey="id"
        pagination={false}
        dataSource={seal.grants}
        columns={[
          { key: 'who', title: w('seals.grants.who'), render: (_, grant) => <Who grant={grant} /> },
          {
            key: 'for',
            title: w('seals.grants.for'),
            render: (_, { forType }) =>
              forType === null ? w('seals.grants.forAll') : <code className="seal-any">{forType}</code>,
          },
          {
            key: 'times',
            title: w('seals.grants.times'),
            className: 'desk-figures',
            render: (_, { most, used }) =>
              most === null
                ? w('seals.grants.used', { used: formatNumber(used) })
                : w('seals.grants.usedOf', { used: formatNumber(used), left: formatNumber(most - used) }),
          },
          {
            key: 'until',
            title: w('seals.grants.until'),
            render: (_, { from, until }) => (
              <>
                {formatMoment(until, lang)}
                <div className="desk-soft">{w('seals.grants.from', { from: formatDate(from, lang) })}</div>
              </>
            ),
          },
          {
            key: 'state',
            title: w('seals.stateLabel'),
            render: (_, grant) => <GrantState grant={grant} />,
          },
          {
            key: 'end',
            title: <span className="visually-hidden">{w('seals.grants.end')}</span>,
            render: (_, grant) =>
              onEnd &&
              grant.endedAt === null && (
                <Button size="small" onClick={() => onEnd(grant)}>
                  {w('seals.grants.end')}
                </Button>
              ),
          },
        ]}
      />
    </Scroll>
  );
}

function Who({ grant: { account } }: { grant: SealGrant }) {
  const { w } = useDeskWords();
  if (account === null) return <span>{w('seals.grants.jobs')}</span>;
  return (
    <>
      <AsWritten>{account.name}</AsWritten>
      <div className="desk-soft" translate="no">
        {account.account}
      </div>
    </>
  );
}

function GrantState({ grant }: { grant: SealGrant }) {
  const { w } = useDeskWords();
  const standing = grantStanding(grant);
  return (
    <Tag color={standing === 'holds' ? 'success' : 'default'}>{w(`seals.grants.standing.${standing}`)}</Tag>
  );
}

function EndSheet({ seal, grant, onClose }: { seal: Seal; grant: SealGrant; onClose: () => void }) {
  const { w, t } = useDeskWords();
  const { message } = App.useApp();
  const send = useStaffSend<Seal>(() => {
    void message.success(w('seals.grants.ended'));
    onClose();
  });
  return (
    <ReasonSheet
      title={w('seals.grants.end')}
      text={
        <p>
          <AsWritten>
            {w('seals.grants.endText', { who: grant.account?.name ?? w('seals.grants.jobs') })}
          </AsWritten>
        </p>
      }
      label={w('seals.reason')}
      short={w('seals.reasonShort')}
      least={4}
      ok={w('seals.grants.end')}
      cancel={t('cancel')}
      danger
      send={send}
      onReason={(reason) =>
        send.mutate({
          path: `/api/v1/desk/seals/${seal.id}/grants/${grant.id}/end`,
          version: seal.version,
          body: { reason },
        })
      }
      onClose={onClose}
    />
  );
}
