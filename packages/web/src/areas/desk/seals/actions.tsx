import { useState } from 'react';
import { Alert, App, Button } from 'antd';
import { Ban, FileSignature, PenLine, Snowflake, Sun, Undo2, type LucideIcon } from 'lucide-react';
import { useSession } from '../../../api/queries.ts';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import type { Seal, SealMatter, SealState } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { LinkButton } from '../../staff/shell/link-button.tsx';
import { ReasonSheet } from '../../staff/form/reason-sheet.tsx';
import { grantsOf, isMe, useRights } from './rights.ts';

type Step = 'freeze' | 'thaw' | 'destroy';
type AnyStep = Step | 'withdraw';

const stepsFrom: Partial<Record<SealState, Step[]>> = {
  active: ['freeze', 'destroy'],
  frozen: ['thaw', 'destroy'],
};

const icons: Record<AnyStep, LucideIcon> = {
  freeze: Snowflake,
  thaw: Sun,
  destroy: Ban,
  withdraw: Undo2,
};

/** What may be done with a seal as it stands; whoever may do nothing is told whom to ask. */
export function Actions({ seal, open }: { seal: Seal; open: SealMatter | undefined }) {
  const { w } = useDeskWords();
  const { account } = useSession();
  const rights = useRights(seal);
  const [step, setStep] = useState<AnyStep | null>(null);
  const mayUse = grantsOf(seal, account).length > 0;
  const steps = (rights.manage ? (stepsFrom[seal.state] ?? []) : []).filter(
    (one) => open === undefined || one === 'freeze',
  );
  const mayChange =
    rights.manage && open === undefined && seal.supersededBy === null && stepsFrom[seal.state] !== undefined;
  const mayWithdraw = open !== undefined && isMe(account, open.asker);
  const nothing = !mayUse && !mayChange && !mayWithdraw && steps.length === 0;
  return (
    <section className="desk-panel seal-actions" aria-labelledby="seal-actions">
      <h2 id="seal-actions">{w('seals.actions')}</h2>
      {open && <Open matter={open} />}
      {seal.state === 'frozen' && <Alert type="warning" showIcon title={w('seals.frozenText')} />}
      {mayUse && (
        <LinkButton
          to={`/desk/seals/${seal.id}/sign`}
          type="primary"
          block
          icon={<FileSignature size={18} aria-hidden />}
        >
          {w('seals.sign.title')}
        </LinkButton>
      )}
      {mayWithdraw && <StepButton step="withdraw" onGo={setStep} />}
      {mayChange && (
        <LinkButton to={`/desk/seals/${seal.id}/change`} block icon={<PenLine size={18} aria-hidden />}>
          {w('seals.change.title')}
        </LinkButton>
      )}
      {steps.map((one) => (
        <StepButton key={one} step={one} onGo={setStep} />
      ))}
      {nothing && <p className="desk-soft">{w(rights.manage ? 'seals.noAction' : 'seals.noRight')}</p>}
      {step && <StepSheet seal={seal} step={step} matter={open} onClose={() => setStep(null)} />}
    </section>
  );
}

function StepButton({ step, onGo }: { step: AnyStep; onGo: (step: AnyStep) => void }) {
  const { w } = useDeskWords();
  const Icon = icons[step];
  return (
    <Button
      block
      danger={step === 'destroy'}
      ghost={step === 'destroy'}
      icon={<Icon size={18} aria-hidden />}
      onClick={() => onGo(step)}
    >
      {w(`seals.step.${step}`)}
    </Button>
  );
}

function Open({ matter }: { matter: SealMatter }) {
  const { w, lang } = useDeskWords();
  return (
    <Alert
      type="info"
      showIcon
      title={w('seals.waits', { kind: w(`seals.matter.${matter.kind}`) })}
      description={
        <AsWritten>
          {w('seals.waitsText', { who: matter.asker, at: formatMoment(matter.askedAt, lang) })}
        </AsWritten>
      }
    />
  );
}

interface StepSheetProps {
  seal: Seal;
  step: AnyStep;
  matter: SealMatter | undefined;
  onClose: () => void;
}

function StepSheet({ seal, step, matter, onClose }: StepSheetProps) {
  const { w, t } = useDeskWords();
  const { message } = App.useApp();
  const send = useStaffSend<{ id: string }>(() => {
    void message.success(w(`seals.did.${step}`));
    onClose();
  });
  return (
    <ReasonSheet
      title={w(`seals.step.${step}`)}
      text={<p>{w(`seals.effect.${step}`)}</p>}
      label={w('seals.reason')}
      short={w('seals.reasonShort')}
      least={4}
      ok={w(`seals.step.${step}`)}
      cancel={t('cancel')}
      danger={step === 'destroy' || step === 'freeze'}
      send={send}
      onReason={(reason) =>
        send.mutate(
          step === 'withdraw'
            ? { path: `/api/v1/desk/seal-matters/${matter?.id ?? ''}/withdraw`, body: { reason } }
            : { path: `/api/v1/desk/seals/${seal.id}/${step}`, version: seal.version, body: { reason } },
        )
      }
      onClose={onClose}
    />
  );
}
