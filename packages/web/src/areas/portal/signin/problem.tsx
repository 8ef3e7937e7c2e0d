import { LinkButton, Notice } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import { useWords } from '../../../i18n/i18n.ts';
import { useTitle } from '../../../shell/title.tsx';

/** A sign-in that cannot go on, most often because a system asked in a way that is not registered. */
export function SignInProblem() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const error = query.get('error') ?? '';
  const isOver = error === 'expired' || error === 'invalid_session' || error === 'session_not_found';
  useTitle(t('signInProblem.title'));
  return (
    <div className="page page--form">
      <h1>{t('signInProblem.title')}</h1>
      <Notice tone="danger" title={t(isOver ? 'signInProblem.over' : 'signInProblem.asked')}>
        <p>{t(isOver ? 'signInProblem.overText' : 'signInProblem.askedText')}</p>
        {error && !isOver && (
          <p className="soft">
            {t('signInProblem.code')} <code>{error}</code>
          </p>
        )}
      </Notice>
      <div className="actions">
        <LinkButton href="/">{t('signOut.home')}</LinkButton>
      </div>
    </div>
  );
}
