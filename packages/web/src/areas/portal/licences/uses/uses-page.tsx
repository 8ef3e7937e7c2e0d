import { useEffect } from 'react';
import { buttonClass, Empty } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { apiKey, useApi } from '../../../../api/queries.ts';
import type { LicenceDetail } from '../../../../api/types.ts';
import { useWords } from '../../../../i18n/i18n.ts';
import { AsWritten } from '../../../../shell/as-written.tsx';
import { Pages } from '../../../../shell/pages.tsx';
import { Loaded, LoadedPage } from '../../../../shell/problem.tsx';
import { SignedInPage } from '../../../../shell/signed-in.tsx';
import { useTitle } from '../../../../shell/title.tsx';
import { GrantRow } from './grant-row.tsx';
import { grantsPath, usesPath, type Grant, type Use } from './model.ts';
import { UseRow } from './use-row.tsx';

/** Who may use a licence of mine, and who did. */
export function UsesPage() {
  const { t } = useWords();
  useTitle(t('uses.title'));
  return (
    <SignedInPage title={t('uses.title')} why={t('licences.signIn')}>
      {() => <Read />}
    </SignedInPage>
  );
}

function Read() {
  const { id = '' } = useParams();
  const query = useApi<LicenceDetail>(`/api/v1/licences/${encodeURIComponent(id)}`);
  return <LoadedPage query={query}>{(licence) => <Shown licence={licence} />}</LoadedPage>;
}

function Shown({ licence }: { licence: LicenceDetail }) {
  const { t, text } = useWords();
  useFresh(licence.id);
  return (
    <div className="page page--narrow">
      <h1>{t('uses.title')}</h1>
      <p className="lead">
        <Link to={`/licences/${licence.id}`}>{text(licence.typeName)}</Link> ·{' '}
        <AsWritten>{licence.holder}</AsWritten>
      </p>
      <Grants licence={licence} />
      <section aria-labelledby="uses">
        <h2 id="uses">{t('uses.uses')}</h2>
        <p className="soft">{t('uses.usesText')}</p>
        <Pages<Use>
          path={usesPath(licence.id)}
          empty={
            <Empty icon={<Eye aria-hidden />} title={t('uses.none')}>
              {t('uses.noneText')}
            </Empty>
          }
        >
          {(items) => (
            <ul className="looks">
              {items.map((use) => (
                <UseRow key={use.id} licenceId={licence.id} use={use} />
              ))}
            </ul>
          )}
        </Pages>
      </section>
    </div>
  );
}

/** Others use it while its holder has the page open elsewhere: whoever comes here sees what is, not what was. */
function useFresh(id: string): void {
  const client = useQueryClient();
  useEffect(() => {
    for (const path of [grantsPath(id), usesPath(id)])
      void client.invalidateQueries({ queryKey: apiKey(path) });
  }, [client, id]);
}

function Grants({ licence }: { licence: LicenceDetail }) {
  const { t } = useWords();
  const query = useApi<{ items: Grant[]; mayGrant: boolean }>(grantsPath(licence.id));
  return (
    <section aria-labelledby="grants">
      <h2 id="grants">{t('uses.grants')}</h2>
      <Loaded query={query}>
        {({ items, mayGrant }) => (
          <>
            {items.length === 0 ? (
              <p className="soft">{t('uses.noGrants')}</p>
            ) : (
              <ul className="cases">
                {items.map((grant) => (
                  <GrantRow
                    key={grant.id}
                    licenceId={licence.id}
                    grant={grant}
                    revocable={mayGrant && (grant.state === 'open' || grant.state === 'taken')}
                  />
                ))}
              </ul>
            )}
            {mayGrant && licence.state === 'valid' && (
              <div className="actions">
                <Link to={`/licences/${licence.id}/grant`} className={buttonClass('primary')}>
                  {t('uses.grant')}
                </Link>
                <Link to={`/licences/${licence.id}/grant?to=paper`} className={buttonClass('secondary')}>
                  {t('useGrant.paper')}
                </Link>
              </div>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
