import { Empty } from '@quancheng/ui';
import { MonitorCheck } from 'lucide-react';
import { useApi } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { End } from './end.tsx';

const path = '/api/v1/me/relying-parties';

interface System {
  id: string;
  name: Text;
  agency: Text;
  told: Text[];
  givenAt: string;
  usedAt: string;
}

/** To which systems one signed in from here, what each may learn, and the way to take that back. */
export function Systems() {
  const { t } = useWords();
  useTitle(t('systems.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('systems.title')}</h1>
      <p className="lead">{t('systems.intro')}</p>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const { t } = useWords();
  const query = useApi<{ items: System[] }>(path);
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon={<MonitorCheck aria-hidden />} title={t('systems.empty')}>
            {t('systems.emptyText')}
          </Empty>
        ) : (
          <ul className="cases">
            {items.map((system) => (
              <Row key={system.id} system={system} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Row({ system: { id, name, agency, told, usedAt } }: { system: System }) {
  const { t, lang, text } = useWords();
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">{text(name)}</p>
        <p className="case-row__more">{text(agency)}</p>
        {told.length > 0 && (
          <p className="case-row__more">
            {t('systems.learns')} {told.map(text).join(lang === 'zh' ? '、' : ', ')}
          </p>
        )}
        <p className="case-row__more">{t('systems.used', { at: formatMoment(usedAt, lang) })}</p>
      </div>
      <div className="case-row__state">
        <End
          command={{ path: `${path}/${id}/withdraw` }}
          refresh={path}
          label={t('systems.withdraw')}
          labelFor={t('systems.withdrawOf', { name: text(name) })}
          text={t('systems.withdrawText')}
          yes={t('systems.withdraw')}
        />
      </div>
    </li>
  );
}
