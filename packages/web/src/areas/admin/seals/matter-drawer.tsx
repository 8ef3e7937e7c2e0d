import { useState } from 'react';
import { Alert, App, Button, Drawer, Input } from 'antd';
import { useSession } from '../../../api/queries.ts';
import { formatMoment } from '../../../lib/format.ts';
import type { Seal } from '../../desk/api/types.ts';
import { Field, told } from '../../staff/form/field.tsx';
import { SealPicture } from '../../desk/seals/picture.tsx';
import { FactRows } from '../../staff/shell/facts.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { isMe } from '../../desk/seals/rights.ts';
import { useStaffApi, useStaffSend } from '../../staff/api/queries.ts';
import { Fault, Shown } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { useAdminWords } from '../words.ts';
import type { OpenMatter } from './matters-page.tsx';

interface MatterProps {
  matter: OpenMatter;
  onClose: () => void;
}

/** One matter with the seal that it is about, to be decided. */
export function MatterDrawer({ matter, onClose }: MatterProps) {
  const { w } = useAdminWords();
  const narrow = useWidth() === 'narrow';
  const query = useStaffApi<Seal>(`/api/v1/desk/seals/${matter.sealId}`);
  return (
    <Drawer
      open
      title={w(`sealMatters.kind.${matter.kind}`)}
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '92%' : 560}
      onClose={onClose}
      mask={{ closable: false }}
    >
      <Shown query={query}>
        {(seal) => (
          <>
            <Pictures seal={seal} />
            <Facts matter={matter} seal={seal} />
            <Decision matter={matter} version={seal.version} onClose={onClose} />
          </>
        )}
      </Shown>
    </Drawer>
  );
}

/** Of a change both: what is, and what would be. */
function Pictures({ seal }: { seal: Seal }) {
  const { w } = useAdminWords();
  const parts = seal.supersedes === null ? [seal.id] : [seal.supersedes, seal.id];
  return (
    <div className="admin-pictures">
      {parts.map((id) => (
        <div key={id}>
          {parts.length > 1 && (
            <p className="desk-strong">{w(id === seal.id ? 'sealMatters.after' : 'sealMatters.before')}</p>
          )}
          <SealPicture
            sealId={id}
            alt={w('sealMatters.pictureOf')}
            caption={(size) => w('sealMatters.size', { ...size })}
          />
        </div>
      ))}
    </div>
  );
}

function Facts({ matter, seal }: { matter: OpenMatter; seal: Seal }) {
  const { w, lang, text } = useAdminWords();
  const agencyName = useAgencyName();
  const facts = [
    [w('sealMatters.seal'), seal.name],
    [w('sealMatters.agency'), text(agencyName(seal.agency))],
    [w('sealMatters.usage'), text(seal.usageName)],
    [w('sealMatters.keeper'), seal.keeper?.name ?? w('sealMatters.noKeeper')],
    [w('sealMatters.asker'), `${matter.asker} · ${formatMoment(matter.askedAt, lang)}`],
    [w('sealMatters.reason'), matter.reason],
    [w('sealMatters.effect'), w(`sealMatters.effects.${matter.kind}`)],
  ] as const;
  return <FactRows rows={facts} className="desk-facts admin-later" />;
}

/** By anyone but the one who asked: two people look at every seal. */
function Decision({ matter, version, onClose }: MatterProps & { version: number }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const { account } = useSession();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const send = useStaffSend<{ id: string }>();
  const wrong = tried && reason.trim().length < 2 ? w('sealMatters.reasonShort') : undefined;
  if (isMe(account, matter.asker)) {
    return (
      <Alert type="info" showIcon title={w('sealMatters.own')} description={w('sealMatters.fourEyes')} />
    );
  }
  function decide(outcome: 'approved' | 'refused'): void {
    setTried(true);
    if (reason.trim().length < 2) return document.getElementById('decide-reason')?.focus();
    send.mutate(
      {
        path: `/api/v1/admin/seal-matters/${matter.id}/decide`,
        version,
        body: { outcome, reason: reason.trim() },
      },
      {
        onSuccess: () => {
          void message.success(w(`sealMatters.did.${outcome}`));
          onClose();
        },
      },
    );
  }
  return (
    <div className="staff-form admin-later">
      <p className="desk-soft">{w('sealMatters.fourEyes')}</p>
      {send.error && <Fault error={send.error} />}
      <Field id="decide-reason" label={w('sealMatters.why')} help={w('sealMatters.whyHelp')} wrong={wrong}>
        <Input.TextArea
          id="decide-reason"
          rows={3}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          {...told('decide-reason', wrong)}
        />
      </Field>
      <div className="desk-row">
        <Button type="primary" loading={send.isPending} onClick={() => decide('approved')}>
          {w('sealMatters.approve')}
        </Button>
        <Button danger disabled={send.isPending} onClick={() => decide('refused')}>
          {w('sealMatters.refuse')}
        </Button>
      </div>
    </div>
  );
}
