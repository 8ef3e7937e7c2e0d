import { Empty, Tag } from '@quancheng/ui';
import { Eye } from 'lucide-react';
import { Link } from 'react-router';
import type { AccessRecord } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { Pages } from '../../../shell/pages.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Who looked at what about me, when and why. */
export function Access() {
  const { t } = useWords();
  useTitle(t('access.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('access.title')}</h1>
      <p className="lead">
        {t('access.intro')} <Link to="/me">{t('nav.myData')}</Link>
      </p>
      <SignedIn why={t('access.signIn')}>
        {() => (
          <Pages<AccessRecord>
            path="/api/v1/me/access-records"
            empty={
              <Empty icon={<Eye aria-hidden />} title={t('access.empty')}>
                {t('access.emptyText')}
              </Empty>
            }
          >
            {(items) => (
              <ul className="looks">
                {items.map((look) => (
                  <Look key={look.id} look={look} />
                ))}
              </ul>
            )}
          </Pages>
        )}
      </SignedIn>
    </div>
  );
}

function Look({ look }: { look: AccessRecord }) {
  const { t, lang, text } = useWords();
  const [newest, first] = [look.at, look.first].map((moment) => formatMoment(moment, lang));
  const who = [look.agency && text(look.agency), look.post && text(look.post), look.who];
  return (
    <li className="look">
      <div>
        <p className="look__time">{newest}</p>
        {look.times > 1 && (
          <p className="soft">
            {first === newest
              ? t('access.times', { times: look.times })
              : t('access.timesSince', { times: look.times, first })}
          </p>
        )}
      </div>
      <div>
        {look.entity && (
          <p>
            <Tag tone="info">
              <span>
                <AsWritten>
                  {look.entity.name === ''
                    ? t('access.ofUnnamed')
                    : t('access.ofEntity', { name: look.entity.name })}
                </AsWritten>
              </span>
            </Tag>
          </p>
        )}
        <p className="look__who">
          <AsWritten>{who.filter(Boolean).join(' · ')}</AsWritten>
        </p>
        <p>
          {t('access.saw', { resource: text(look.resource) })}
          {look.fields.map((field) => withoutMark(text(field))).join(lang === 'zh' ? '、' : ', ')}
        </p>
        <p className="soft">
          {t('access.purpose', { purpose: text(look.purpose) })}
          {look.caseNumber && ` · ${t('access.case', { number: look.caseNumber })}`}
        </p>
      </div>
    </li>
  );
}

/** Questions of forms stand in a list here. */
function withoutMark(title: string): string {
  return title.replace(/[？?]$/, '');
}
