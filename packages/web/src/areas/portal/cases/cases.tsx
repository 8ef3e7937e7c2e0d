import { buttonClass, Empty } from '@quancheng/ui';
import { FolderOpen } from 'lucide-react';
import { Link } from 'react-router';
import type { CaseSummary } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { Pages } from '../../../shell/pages.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { CaseList } from './case-list.tsx';

/** My matters, open and done. */
export function Cases() {
  const { t } = useWords();
  useTitle(t('cases.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('cases.title')}</h1>
      <SignedIn why={t('cases.signIn')}>
        {() => (
          <Pages<CaseSummary>
            path="/api/v1/cases?scope=mine"
            empty={
              <Empty
                icon={<FolderOpen aria-hidden />}
                title={t('cases.empty')}
                action={
                  <Link to="/search" className={buttonClass('secondary')}>
                    {t('cases.find')}
                  </Link>
                }
              >
                {t('cases.emptyText')}
              </Empty>
            }
          >
            {(items) => <CaseList cases={items} />}
          </Pages>
        )}
      </SignedIn>
    </div>
  );
}
