import { Button, FactList, LinkButton, StatusTag } from '@quancheng/ui';
import { Download, Printer } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { LicenceDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { LoadedPage } from '../../../shell/problem.tsx';
import { SignedInPage } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { NewTab, newTab } from '../case/new-tab.tsx';
import { History, Standing } from './standing.tsx';
import { licenceKind } from './state.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

export function Licence() {
  const { t } = useWords();
  useTitle(t('licences.title'));
  return (
    <SignedInPage title={t('licences.title')} why={t('licences.signIn')}>
      {() => <Read />}
    </SignedInPage>
  );
}

function Read() {
  const { id = '' } = useParams();
  const query = useApi<LicenceDetail>(`/api/v1/licences/${encodeURIComponent(id)}`);
  return <LoadedPage query={query}>{(licence) => <Shown licence={licence} />}</LoadedPage>;
}

/** As the paper looks, then what it says for those who cannot see it, and its files, which bear the seal. */
function Shown({ licence }: { licence: LicenceDetail }) {
  const { t, lang, text } = useWords();
  useTitle(text(licence.typeName));
  return (
    <div className="page page--narrow">
      {licence.change && <Standing licence={licence} change={licence.change} />}
      <article className="certificate">
        <header className="certificate__head">
          <h1>{text(licence.typeName)}</h1>
          <StatusTag kind={licenceKind(licence.state)}>{t(`licence.state.${licence.state}`)}</StatusTag>
        </header>
        <img
          className="certificate__picture"
          src={`/api/v1/licences/${licence.id}/picture`}
          alt={t('licence.picture', { name: text(licence.typeName) })}
        />
        <FactList
          facts={[
            { key: 'holder', label: t('licence.holder'), value: <AsWritten>{licence.holder}</AsWritten> },
            ...licence.fields.map((field) => ({
              key: field.name,
              label: text(field.label),
              value: <AsWritten>{field.value}</AsWritten>,
            })),
            { key: 'number', label: t('licence.number'), value: <AsWritten>{licence.number}</AsWritten> },
            {
              key: 'identifier',
              label: t('licence.identifier'),
              value: <span className="code">{licence.identifier}</span>,
            },
            { key: 'issuer', label: t('licence.issuer'), value: text(licence.issuer) },
            { key: 'issuedOn', label: t('licence.issuedOn'), value: formatDate(licence.issuedOn, lang) },
            {
              key: 'validUntil',
              label: t('licence.validity'),
              value: licence.validUntil
                ? t('licence.fromTo', {
                    from: formatDate(licence.validFrom, lang),
                    to: formatDate(licence.validUntil, lang),
                  })
                : t('licence.noEnd'),
            },
          ]}
        />
        <footer className="certificate__foot">
          <p className="certificate__code">
            {t('licence.code')} <span className="code">{licence.verifyCode}</span>
          </p>
          <p className="soft">
            {t('licence.codeText')}{' '}
            <a href={licence.verifyUrl} translate="no">
              {licence.verifyUrl}
            </a>
          </p>
        </footer>
      </article>
      <div className="actions no-print">
        <LinkButton
          href={`/api/v1/licences/${licence.id}/file`}
          variant={licence.state === 'valid' ? 'primary' : 'secondary'}
          icon={<Download size={20} aria-hidden />}
          {...newTab}
        >
          {t('licence.pdf')}
          <NewTab />
        </LinkButton>
        <LinkButton
          href={`/api/v1/licences/${licence.id}/ofd`}
          variant="secondary"
          icon={<Download size={20} aria-hidden />}
        >
          {t('licence.ofd')}
        </LinkButton>
        <Button
          variant="secondary"
          className="js-only"
          icon={<Printer size={20} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('licence.print')}
        </Button>
      </div>
      <p className="licence__files soft no-print">{t('licence.filesText')}</p>
      <ul className="licence__ways no-print">
        <li>
          <Link to={`/licences/${licence.id}/uses`}>{t('licence.uses')}</Link>
        </li>
        {licence.state === 'valid' && (
          <li>
            <Link to="/cards">{t('licence.toPhone')}</Link>
          </li>
        )}
      </ul>
      <History licence={licence} />
    </div>
  );
}
