import { FactList, Notice } from '@quancheng/ui';
import { Link } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { LicenceChangeKind, LicenceDetail, LicenceHistory } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { NewTab, newTab } from '../case/new-tab.tsx';

const words = {
  revoke: 'revoke',
  suspend: 'suspend',
  cancel: 'cancel',
  renew: 'replaced',
  change: 'replaced',
  reissue: 'replaced',
  merge: 'replaced',
  split: 'replaced',
} as const;

type Ending = keyof typeof words;
type Change = NonNullable<LicenceDetail['change']>;

function isEnding(kind: LicenceChangeKind): kind is Ending {
  return kind in words;
}

/** Why it is not valid, or not for now, and how to appeal; in this order. */
export function Standing({ licence, change }: { licence: LicenceDetail; change: Change }) {
  const { t, lang } = useWords();
  if (!isEnding(change.kind)) return null;
  const key = words[change.kind];
  return (
    <section className="stack revoked">
      <Notice tone={key === 'replaced' ? 'caution' : 'danger'} title={t(`licence.standing.${key}.title`)}>
        <p>{t(`licence.standing.${key}.text`, { day: formatDate(change.on, lang) })}</p>
      </Notice>
      {key !== 'replaced' && (
        <FactList
          facts={[
            { key: 'reason', label: t('licence.reason'), value: <AsWritten>{change.reason}</AsWritten> },
            ...(change.basis === null
              ? []
              : [{ key: 'basis', label: t('licence.basis'), value: <AsWritten>{change.basis}</AsWritten> }]),
          ]}
        />
      )}
      {change.notice !== null && (key === 'revoke' || key === 'suspend') && (
        <>
          <p>{t('licence.appeal')}</p>
          <p>
            <a href={`/api/v1/licences/${licence.id}/changes/${change.id}/notice`} {...newTab}>
              {t('licence.notice', { title: t(`licence.standing.${key}.notice`), number: change.notice })}
              <NewTab />
            </a>
          </p>
        </>
      )}
    </section>
  );
}

/** What became of the licence, newest first; nothing where nothing did. */
export function History({ licence }: { licence: LicenceDetail }) {
  const { t, lang } = useWords();
  const { data } = useApi<LicenceHistory>(`/api/v1/licences/${licence.id}/history`);
  const items = data?.items.toReversed() ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="licence-history" className="stack">
      <h2 id="licence-history">{t('licence.history')}</h2>
      <ol className="plain-list stack">
        {items.map(({ id, at, kind, edition, reason, successor }) => (
          <li key={id}>
            <strong>{t(`licence.kind.${kind}`)}</strong>{' '}
            <span className="soft">
              {formatDate(at, lang)} · {t('licence.edition', { edition })}
            </span>
            <br />
            <AsWritten>{reason}</AsWritten>
            {successor !== null && successor !== licence.id && (
              <>
                <br />
                <Link to={`/licences/${successor}`}>{t('licence.successor')}</Link>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
