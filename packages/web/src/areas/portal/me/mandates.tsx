import { buttonClass, Empty } from '@quancheng/ui';
import { UserPlus, Users } from 'lucide-react';
import { Link } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { GrantedMandate, Mandate } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { grantedPath, heldPath } from './mandate-paths.ts';
import { GrantedRow, HeldRow } from './mandate-row.tsx';

/** For whom else I may act, and who may act for me. */
export function Mandates() {
  const { t } = useWords();
  useTitle(t('mandates.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('mandates.title')}</h1>
      <p className="lead">{t('mandates.intro')}</p>
      <SignedIn>
        {() => (
          <>
            <Held />
            <Granted />
          </>
        )}
      </SignedIn>
    </div>
  );
}

function Held() {
  const { t } = useWords();
  const query = useApi<{ items: Mandate[] }>(heldPath);
  return (
    <section aria-labelledby="held">
      <h2 id="held">{t('mandates.held')}</h2>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<Users aria-hidden />} title={t('mandates.empty')}>
              {t('mandates.emptyText')}
            </Empty>
          ) : (
            <>
              <p className="soft">{t('mandates.heldText')}</p>
              <ul className="cases">
                {items.map((mandate) => (
                  <HeldRow key={mandate.id} mandate={mandate} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Granted() {
  const { t } = useWords();
  const query = useApi<{ items: GrantedMandate[] }>(grantedPath);
  return (
    <section aria-labelledby="granted">
      <h2 id="granted">{t('mandates.granted')}</h2>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<UserPlus aria-hidden />} title={t('mandates.nobody')}>
              {t('mandates.nobodyText')}
            </Empty>
          ) : (
            <>
              <p className="soft">{t('mandates.grantedText')}</p>
              <ul className="cases">
                {items.map((mandate) => (
                  <GrantedRow key={mandate.id} mandate={mandate} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      <div className="actions">
        <Link to="/me/mandates/new" className={buttonClass('primary')}>
          {t('mandates.grant')}
        </Link>
        <Link to="/me/mandates/once" className={buttonClass('secondary')}>
          {t('once.title')}
        </Link>
      </div>
    </section>
  );
}
