import { Banner, Button } from '@quancheng/ui';
import { useSession } from '../api/queries.ts';
import { useWords } from '../i18n/i18n.ts';
import { AsWritten } from './as-written.tsx';
import { forgetOwn } from './forget.ts';

/** On the screen of a window: who helps, and how one leaves. */
export function AtWindow() {
  const { t } = useWords();
  const { account, csrf } = useSession();
  if (!account?.atWindow) return null;
  const { place, clerk } = account.atWindow;
  return (
    <div className="at-window">
      <Banner tone="info">
        {t('atWindow.text', { place })} <AsWritten>{clerk}</AsWritten>
      </Banner>
      <form method="post" action="/auth/logout" onSubmit={forgetOwn}>
        <input type="hidden" name="csrf" value={csrf} />
        <Button type="submit" variant="secondary">
          {t('atWindow.leave')}
        </Button>
      </form>
    </div>
  );
}
