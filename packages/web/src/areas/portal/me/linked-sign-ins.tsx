import { Empty, LinkButton } from '@quancheng/ui';
import { Link2 } from 'lucide-react';
import { useApi } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { End } from './end.tsx';

const path = '/api/v1/me/linked-sign-ins';

interface LinkedSignIn {
  id: string;
  /** Of the service. */
  upstream: string;
  name: Text;
  closed: boolean;
  linkedAt: string;
  usedAt: string;
}

/** By which services of others one can enter one's account, and the way to end that. */
export function LinkedSignIns() {
  const { t } = useWords();
  useTitle(t('linkedSignIns.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('linkedSignIns.title')}</h1>
      <p className="lead">{t('linkedSignIns.intro')}</p>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const { t } = useWords();
  const query = useApi<{ items: LinkedSignIn[] }>(path);
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon={<Link2 aria-hidden />} title={t('linkedSignIns.empty')}>
            {t('linkedSignIns.emptyText')}
          </Empty>
        ) : (
          <div className="stack">
            <ul className="cases">
              {items.map((link) => (
                <Row key={link.id} link={link} />
              ))}
            </ul>
            <p className="soft">{t('linkedSignIns.again')}</p>
            <div className="actions">
              <LinkButton variant="secondary" href="/auth/login?again=1&return=/me/sign-ins">
                {t('linkedSignIns.signInAgain')}
              </LinkButton>
            </div>
          </div>
        )
      }
    </Loaded>
  );
}

function Row({ link: { id, upstream, name, closed, linkedAt, usedAt } }: { link: LinkedSignIn }) {
  const { t, lang, text } = useWords();
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">{text(name)}</p>
        <p className="case-row__more">{t('linkedSignIns.since', { at: formatMoment(linkedAt, lang) })}</p>
        <p className="case-row__more">{t('linkedSignIns.used', { at: formatMoment(usedAt, lang) })}</p>
        {closed ? (
          <p className="case-row__more">{t('linkedSignIns.closed')}</p>
        ) : (
          <p className="case-row__more">
            <a href={`/auth/upstream/${upstream}/sign-out`}>{t('linkedSignIns.signOutThere')}</a>
          </p>
        )}
      </div>
      <div className="case-row__state">
        <End
          command={{ path: `${path}/${id}/unlink` }}
          refresh={path}
          label={t('linkedSignIns.unlink')}
          labelFor={t('linkedSignIns.unlinkOf', { name: text(name) })}
          text={t('linkedSignIns.unlinkText')}
          yes={t('linkedSignIns.unlink')}
        />
      </div>
    </li>
  );
}
