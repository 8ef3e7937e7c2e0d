import { useWords } from '../../i18n/i18n.ts';
import { SignedIn } from '../../shell/signed-in.tsx';
import { useTitle } from '../../shell/title.tsx';

/** The staff's area. */
export function DeskArea() {
  const { t } = useWords();
  useTitle(t('desk.title'));
  return (
    <main className="page" id="main">
      <h1>{t('desk.title')}</h1>
      <SignedIn>
        {(account) => <p>{account.posts.length > 0 ? account.name : t('desk.staffOnly')}</p>}
      </SignedIn>
    </main>
  );
}
