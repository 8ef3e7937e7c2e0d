import { Button, Notice } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { consentPath } from './paths.ts';

interface Asked {
  asked: { uid: string; name: Text; agency: Text; person: string; told: Text[] } | null;
}

/** Whether a system may learn who signs in to it; a plain form that posts to the identity provider. */
export function Consent() {
  const { t } = useWords();
  const [query] = useSearchParams();
  useTitle(t('consent.title'));
  const found = useApi<Asked>(consentPath(query));
  return (
    <div className="page page--form">
      <Loaded query={found}>
        {({ asked }) =>
          asked ? (
            <Ask asked={asked} />
          ) : (
            <>
              <h1>{t('consent.title')}</h1>
              <Notice tone="caution" title={t('consent.ended')}>
                {t('consent.endedText')}
              </Notice>
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function Ask({ asked }: { asked: NonNullable<Asked['asked']> }) {
  const { t, text } = useWords();
  return (
    <>
      <h1>{t('consent.ask', { name: text(asked.name) })}</h1>
      <p className="lead">{t('consent.from', { agency: text(asked.agency) })}</p>
      <p>
        {t('consent.as')} <AsWritten>{asked.person}</AsWritten>
      </p>
      <section aria-labelledby="told" className="stack">
        <h2 id="told">{t('consent.learns')}</h2>
        <ul>
          <li>{t('consent.number')}</li>
          {asked.told.map((told) => (
            <li key={told.en}>{text(told)}</li>
          ))}
        </ul>
        <p className="soft">{t('consent.withdraw')}</p>
      </section>
      <form method="post" action={`/oidc/interaction/${asked.uid}/consent`} className="actions">
        <Button type="submit" name="allow" value="yes">
          {t('consent.yes')}
        </Button>
        <Button type="submit" name="allow" value="no" variant="secondary">
          {t('consent.no')}
        </Button>
      </form>
    </>
  );
}
