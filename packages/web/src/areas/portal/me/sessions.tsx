import { Tag } from '@quancheng/ui';
import { Link } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { OpenSession } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { End } from './end.tsx';

const path = '/api/v1/me/sessions';

/** Where one is signed in, and the way to end what is not needed or not one's own. */
export function Sessions() {
  const { t } = useWords();
  useTitle(t('sessions.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('sessions.title')}</h1>
      <p className="lead">
        {t('sessions.intro')} <Link to="/me/password">{t('sessions.toPassword')}</Link>
      </p>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const query = useApi<{ items: OpenSession[] }>(path);
  return (
    <Loaded query={query}>
      {({ items }) => {
        const others = items.filter(({ current }) => !current);
        return (
          <>
            <ul className="cases">
              {[...items.filter(({ current }) => current), ...others].map((session) => (
                <Row key={session.id} session={session} />
              ))}
            </ul>
            {others.length > 0 && <EndOthers />}
          </>
        );
      }}
    </Loaded>
  );
}

function Row({ session }: { session: OpenSession }) {
  const { t, lang, text } = useWords();
  const { id, current, network, beganAt, usedAt } = session;
  const device = text(session.device);
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">
          {device} {current && <Tag tone="success">{t('sessions.current')}</Tag>}
        </p>
        <p className="case-row__more">{t('sessions.used', { at: formatMoment(usedAt, lang) })}</p>
        <p className="case-row__more">
          {t('sessions.began', { at: formatMoment(beganAt, lang) })}
          {network && ` · ${t('sessions.network', { network })}`}
        </p>
      </div>
      {!current && (
        <div className="case-row__state">
          <End
            command={{ path: `${path}/${id}/end` }}
            refresh={path}
            yes={t('sessions.endYes')}
            label={t('sessions.end')}
            labelFor={t('sessions.endOf', { device })}
            text={t('sessions.endText', { device })}
          />
        </div>
      )}
    </li>
  );
}

function EndOthers() {
  const { t } = useWords();
  return (
    <div className="actions">
      <End
        command={{ path: `${path}/end-others` }}
        refresh={path}
        yes={t('sessions.endYes')}
        label={t('sessions.endOthers')}
        labelFor={t('sessions.endOthers')}
        text={t('sessions.endOthersText')}
      />
    </div>
  );
}
