import { Card, Empty, FactList } from '@quancheng/ui';
import { Database } from 'lucide-react';
import { Link } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { MyDataGroup } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { DisputeButton } from '../form/dispute.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** What the government holds about me, by whom it is kept, and a way to say that it is wrong. */
export function MyData() {
  const { t } = useWords();
  useTitle(t('me.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('me.title')}</h1>
      <p className="lead">
        {t('me.intro')} <Link to="/me/access">{t('me.whoLooked')}</Link>
      </p>
      <SignedIn why={t('me.signIn')}>{() => <Groups />}</SignedIn>
    </div>
  );
}

function Groups() {
  const { t } = useWords();
  const query = useApi<{ groups: MyDataGroup[] }>('/api/v1/me/data');
  return (
    <Loaded query={query} lines={8}>
      {({ groups }) =>
        groups.length === 0 ? (
          <Empty icon={<Database aria-hidden />} title={t('me.empty')} />
        ) : (
          <>
            {groups.map((group) => (
              <Group key={group.recordId} group={group} />
            ))}
          </>
        )
      }
    </Loaded>
  );
}

function Group({ group }: { group: MyDataGroup }) {
  const { t, lang, text } = useWords();
  const { resource, recordId, source } = group;
  return (
    <section aria-labelledby={group.recordId}>
      <h2 id={group.recordId}>{text(group.name)}</h2>
      <p className="soft">
        {t('me.keptBy', { agency: text(source.agency), day: formatDate(source.asOf, lang) })}
      </p>
      <Card>
        <FactList
          facts={group.fields.map((field) => ({
            key: field.name,
            label: text(field.label),
            value: <AsWritten>{text(field.value)}</AsWritten>,
            ...(field.disputable
              ? {
                  action: (
                    <DisputeButton
                      disputed={{
                        resource,
                        recordId,
                        field: field.name,
                        label: text(field.label),
                        value: text(field.value),
                        agency: text(source.agency),
                      }}
                    />
                  ),
                }
              : {}),
          }))}
        />
      </Card>
    </section>
  );
}
