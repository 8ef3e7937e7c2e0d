import { useState } from 'react';
import { Button, Dialog, LinkButton } from '@quancheng/ui';
import { useSend } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { Qr } from './qr.tsx';

interface Offer {
  uri: string;
  txCode: string;
  expiresAt: string;
}

/** Offers a licence to a wallet of the holder's choice (OpenID4VCI). */
export function ToWallet({ licenceId, name }: { licenceId: string; name: string }) {
  const { t, lang } = useWords();
  const offer = useSend<Offer>();
  const [open, setOpen] = useState(false);
  const begin = () => {
    offer.reset();
    setOpen(true);
    offer.mutate({ path: `/api/v1/licences/${licenceId}/wallet-offer` });
  };
  return (
    <>
      <Button variant="quiet" className="js-only" aria-label={t('cards.walletFor', { name })} onClick={begin}>
        {t('cards.wallet')}
      </Button>
      {open && (
        <Dialog title={t('cards.wallet')} closeLabel={t('close')} onClose={() => setOpen(false)}>
          <div className="stack">
            <p>{t('cards.walletText')}</p>
            {offer.error && <ProblemNotice error={offer.error} onRetry={begin} />}
            {offer.data && (
              <>
                <Qr text={offer.data.uri} label={t('cards.walletCode', { name })} />
                <p>{t('cards.txCode')}</p>
                <p className="tx-code" translate="no">
                  {offer.data.txCode}
                </p>
                <p className="soft">
                  {t('cards.walletUntil', { at: formatMoment(offer.data.expiresAt, lang) })}
                </p>
                <LinkButton href={offer.data.uri} variant="secondary">
                  {t('cards.walletHere')}
                </LinkButton>
              </>
            )}
          </div>
        </Dialog>
      )}
    </>
  );
}
