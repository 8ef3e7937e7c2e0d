import { Card } from '@quancheng/ui';
import { Link } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { useTitle } from '../../../shell/title.tsx';

const topics = [
  'find',
  'signIn',
  'progress',
  'correct',
  'refused',
  'data',
  'mandate',
  'large',
  'browser',
] as const;

export function Help() {
  const { t } = useWords();
  const { city } = useSession();
  useTitle(t('help.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('help.title')}</h1>
      <Card tone="tint">
        <p className="lead">
          {t('help.call')} <a href={`tel:${city.hotline}`}>{city.hotline}</a>
        </p>
        <p>{t('help.callText')}</p>
      </Card>
      <h2>{t('help.questions')}</h2>
      {topics.map((topic) => (
        <details key={topic} className="question">
          <summary>{t(`help.topic.${topic}.question`)}</summary>
          <p>{t(`help.topic.${topic}.answer`)}</p>
        </details>
      ))}
      <h2>{t('help.more')}</h2>
      <ul className="bullets">
        <li>
          <Link to="/verify">{t('footer.verify')}</Link>
        </li>
        <li>
          <Link to="/me/access">{t('footer.access')}</Link>
        </li>
        <li>
          <Link to="/rates">{t('footer.rates')}</Link>
        </li>
      </ul>
    </div>
  );
}
