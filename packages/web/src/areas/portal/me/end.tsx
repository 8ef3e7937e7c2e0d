import { useState } from 'react';
import { Button, Dialog } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import type { Command } from '../../../api/client.ts';
import { apiKey, useSend } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';

interface EndProps {
  command: Command;
  /** What is read again once it is done. */
  refresh: string;
  label: string;
  /** The same for those who hear it out of its row. */
  labelFor: string;
  text: string;
  yes: string;
}

/** Says what follows, then does it. */
export function End({ command, refresh, label, labelFor, text, yes }: EndProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const send = useSend(() => {
    setOpen(false);
    void client.invalidateQueries({ queryKey: apiKey(refresh) });
  });
  return (
    <>
      <Button variant="secondary" className="js-only" aria-label={labelFor} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Dialog title={labelFor} closeLabel={t('close')} onClose={() => setOpen(false)}>
          <div className="stack">
            <p>{text}</p>
            {send.error && <ProblemNotice error={send.error} />}
            <div className="actions">
              <Button variant="danger" busy={send.isPending} onClick={() => send.mutate(command)}>
                {yes}
              </Button>
              <Button variant="quiet" onClick={() => setOpen(false)}>
                {t('cancel')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
