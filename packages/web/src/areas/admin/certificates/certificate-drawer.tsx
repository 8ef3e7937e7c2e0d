import { useState } from 'react';
import { App, Button, Drawer, Radio } from 'antd';
import { Download } from 'lucide-react';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { ReasonSheet } from '../../staff/form/reason-sheet.tsx';
import { FactRows } from '../../staff/shell/facts.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import type { Certificate } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { CertificateState } from './certificates-page.tsx';
import { useOwner } from './owner.ts';

const reasons = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'unspecified',
] as const;
const order = ['common', 'number', 'unit', 'organisation', 'locality', 'state', 'country'] as const;

type Asking = 'revoke' | 'hold' | null;

/** One certificate: whose, what for, how it stands, and its end. */
export function CertificateDrawer({
  certificate,
  onClose,
}: {
  certificate: Certificate;
  onClose: () => void;
}) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const narrow = useWidth() === 'narrow';
  const [asking, setAsking] = useState<Asking>(null);
  const path = `/api/v1/admin/certificates/${certificate.id}`;
  const release = useStaffSend<Certificate>(() => void message.success(w('certificates.released')));
  const { state, pem, serial } = certificate;
  return (
    <Drawer
      open
      title={
        <span translate="no">
          <AsWritten>{certificate.subject.common}</AsWritten>
        </span>
      }
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '92%' : 560}
      onClose={onClose}
    >
      <CertificateState state={state} />
      <Facts certificate={certificate} />
      {release.error && <Fault error={release.error} />}
      <div className="desk-row admin-later">
        <Button
          icon={<Download size={18} aria-hidden />}
          href={`data:application/x-pem-file,${encodeURIComponent(pem)}`}
          download={`${serial}.pem`}
        >
          {w('certificates.file')}
        </Button>
        {state === 'held' && (
          <Button loading={release.isPending} onClick={() => release.mutate({ path: `${path}/release` })}>
            {w('certificates.release')}
          </Button>
        )}
        {state === 'valid' && (
          <Button onClick={() => setAsking('hold')}>{w('certificates.ask.hold.title')}</Button>
        )}
        {(state === 'valid' || state === 'held') && (
          <Button danger onClick={() => setAsking('revoke')}>
            {w('certificates.ask.revoke.title')}
          </Button>
        )}
      </div>
      {asking && <Ending path={path} asking={asking} onClose={() => setAsking(null)} />}
    </Drawer>
  );
}

function Facts({ certificate }: { certificate: Certificate }) {
  const { w, lang } = useAdminWords();
  const ownerOf = useOwner();
  const { subject, profile, scheme, serial, validFrom, validUntil, revokedAt, reason, ground } = certificate;
  const facts: [string, string][] = [
    [w('certificates.profile'), w(`certificates.profiles.${profile}`)],
    [w('certificates.for'), w(`certificates.purpose.${profile}`)],
    [w('certificates.owner'), ownerOf(certificate)],
    [w('certificates.from'), formatMoment(validFrom, lang)],
    [w('certificates.until'), formatMoment(validUntil, lang)],
  ];
  if (revokedAt !== null) {
    facts.push([w('certificates.revokedAt'), formatMoment(revokedAt, lang)]);
    facts.push([w('certificates.why'), w(`certificates.reason.${reason ?? 'unspecified'}`)]);
    facts.push([w('certificates.ground'), ground ?? '']);
  }
  const technical: [string, string][] = [
    [w('certificates.name'), order.flatMap((part) => subject[part] ?? []).join(' · ')],
    [w('certificates.scheme'), scheme],
    [w('certificates.serial'), serial],
  ];
  return <FactRows rows={facts} technical={technical} className="desk-facts admin-later" />;
}

interface EndingProps {
  path: string;
  asking: 'revoke' | 'hold';
  onClose: () => void;
}

function Ending({ path, asking, onClose }: EndingProps) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState<string>('cessationOfOperation');
  const send = useStaffSend<Certificate>(() => {
    void message.success(w(`certificates.ask.${asking}.did`));
    onClose();
  });
  return (
    <ReasonSheet
      title={w(`certificates.ask.${asking}.title`)}
      text={<p>{w(`certificates.ask.${asking}.text`)}</p>}
      label={w('certificates.ground')}
      short={w('certificates.groundShort')}
      least={2}
      ok={w(`certificates.ask.${asking}.title`)}
      cancel={w('cancel')}
      danger
      send={send}
      onReason={(ground) =>
        send.mutate({
          path: `${path}/revoke`,
          body: { reason: asking === 'hold' ? 'certificateHold' : reason, ground },
        })
      }
      onClose={onClose}
    >
      {asking === 'revoke' && (
        <fieldset className="desk-bare desk-field">
          <legend className="desk-field__label">{w('certificates.why')}</legend>
          <Radio.Group
            className="admin-column"
            value={reason}
            options={reasons.map((value) => ({ value, label: w(`certificates.reason.${value}`) }))}
            onChange={({ target }) => setReason(target.value as string)}
          />
        </fieldset>
      )}
    </ReasonSheet>
  );
}
