import { createContext, useContext } from 'react';
import { buttonClass } from '@quancheng/ui';
import { Link, useLocation } from 'react-router';
import { useSession } from '../api/queries.ts';
import { useWords } from '../i18n/i18n.ts';
import { ItemSearch } from './item-search.tsx';
import { useTitle } from './title.tsx';

/** Path that the server found to lead nowhere. */
export const MissingContext = createContext<string | null>(null);

export function useMissing(): boolean {
  return useContext(MissingContext) === useLocation().pathname;
}

export function NotFound() {
  const { t } = useWords();
  const { city } = useSession();
  useTitle(t('notFound.title'));
  return (
    <div className="page page--plain">
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text', { hotline: city.hotline })}</p>
      <ItemSearch label={t('search.label')} />
      <p className="after">
        <Link to="/" className={buttonClass('secondary')}>
          {t('notFound.home')}
        </Link>
      </p>
    </div>
  );
}
