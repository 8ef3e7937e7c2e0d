import { Input, Tag } from 'antd';
import { useSearchParams } from 'react-router';
import type { LicenceDetail } from '../../../api/types.ts';
import { formatDate } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Nothing, PageHead, Shown } from '../../staff/shell/states.tsx';
import { FactRows } from '../../staff/shell/facts.tsx';
import { useDeskWords } from '../words.ts';
import { changesFrom, ChangeSheet } from './change-sheet.tsx';

/** Finds a licence of one's agency by its number, and changes how it stands. */
export function LicencesPage() {
  const { w } = useDeskWords();
  useTitle(w('licences.title'));
  const [query, setQuery] = useSearchParams();
  const number = query.get('number') ?? '';
  const found = useStaffApi<LicenceDetail>(
    number ? `/api/v1/desk/licences/${encodeURIComponent(number)}` : null,
    'supervision',
  );
  return (
    <div className="desk-narrow">
      <PageHead title={w('licences.title')} />
      <p className="desk-soft">{w('licences.text')}</p>
      <Input.Search
        aria-label={w('licences.number')}
        placeholder={w('licences.number')}
        enterButton={w('licences.find')}
        size="large"
        allowClear
        autoComplete="off"
        defaultValue={number}
        onSearch={(value) => setQuery(value.trim() ? { number: value.trim() } : {})}
      />
      {number ? (
        <Shown query={found}>
          {(licence) => (
            <>
              <Facts licence={licence} />
              {changesFrom[licence.state].length > 0 && (
                <ChangeSheet key={`${licence.id} ${licence.version}`} licence={licence} />
              )}
            </>
          )}
        </Shown>
      ) : (
        <Nothing title={w('licences.none')}>{w('licences.noneText')}</Nothing>
      )}
    </div>
  );
}

const colours = {
  valid: 'success',
  expired: 'default',
  suspended: 'warning',
  revoked: 'error',
  cancelled: 'default',
  superseded: 'default',
} as const;

function Facts({ licence }: { licence: LicenceDetail }) {
  const { w, t, lang, text } = useDeskWords();
  const { change } = licence;
  const facts = [
    [t('licence.number'), licence.number],
    [t('licence.holder'), licence.holder],
    ...licence.fields.map(({ label, value }) => [text(label), value] as const),
    [t('licence.issuer'), text(licence.issuer)],
    [t('licence.issuedOn'), formatDate(licence.issuedOn, lang)],
    [t('licence.validUntil'), licence.validUntil ? formatDate(licence.validUntil, lang) : t('licence.noEnd')],
    ...(change
      ? [
          [t(`licence.kind.${change.kind}`), formatDate(change.on, lang)] as const,
          [t('licence.reason'), change.reason] as const,
          ...(change.basis === null ? [] : [[t('licence.basis'), change.basis] as const]),
        ]
      : []),
  ] as const;
  return (
    <section className="desk-panel desk-sheet" aria-labelledby="desk-licence">
      <h2 id="desk-licence">
        {text(licence.typeName)}{' '}
        <Tag color={colours[licence.state]}>{t(`licence.state.${licence.state}`)}</Tag>
      </h2>
      <FactRows rows={facts} />
      {change !== null && change.notice !== null && (
        <p>
          <a
            href={`/api/v1/licences/${licence.id}/changes/${change.id}/notice`}
            target="_blank"
            rel="noreferrer"
          >
            {t('licence.notice', {
              title: t(`licence.standing.${change.kind === 'suspend' ? 'suspend' : 'revoke'}.notice`),
              number: change.notice,
            })}
          </a>
        </p>
      )}
      {changesFrom[licence.state].length === 0 && <p className="desk-soft">{w('licences.notValid')}</p>}
    </section>
  );
}
