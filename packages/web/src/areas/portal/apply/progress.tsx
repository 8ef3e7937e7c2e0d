import type { ReactNode } from 'react';
import { Button } from '@quancheng/ui';
import { ArrowLeft } from 'lucide-react';
import { useWords } from '../../../i18n/i18n.ts';
import { useOnline } from '../../../shell/online.ts';
import type { SaveState } from './use-draft.ts';

/** What all pages of an application have in common. */
export interface Frame {
  back: (() => void) | undefined;
  saveState: SaveState;
  progress: ReactNode;
}

/** 「第 3 步,共 5 步」 and whether it is saved. */
export function Progress({ at, of, state }: { at: number; of: number; state: SaveState }) {
  const { t } = useWords();
  const online = useOnline();
  const saved = {
    idle: '',
    saving: t(online ? 'apply.saving' : 'apply.kept'),
    saved: t('apply.saved'),
    failed: t(online ? 'apply.saveFailed' : 'apply.kept'),
  }[state];
  return (
    <div className="progress">
      <p className="progress__words">{t('apply.progress', { at, of })}</p>
      <progress className="progress__bar" value={at} max={of} aria-hidden />
      <output className="progress__saved">{saved}</output>
    </div>
  );
}

export function Back({ onClick }: { onClick: () => void }) {
  const { t } = useWords();
  return (
    <Button variant="quiet" className="back" icon={<ArrowLeft size={18} aria-hidden />} onClick={onClick}>
      {t('apply.back')}
    </Button>
  );
}
