import { useState } from 'react';
import { Button, FactList, Field, Notice, StatusTag, TextInput } from '@quancheng/ui';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError } from '../../../api/client.ts';
import { useApi, useSession } from '../../../api/queries.ts';
import type { Verification } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { licenceKind } from '../licences/state.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { CheckDocument } from './document.tsx';

/** Anyone may check that a licence is real and still valid. */
export function Verify() {
  const { t } = useWords();
  const { code } = useParams();
  useTitle(t('verify.title'));
  return (
    <div className="page page--form">
      <h1>{t('verify.title')}</h1>
      {code ? <Answer code={code} /> : <p className="lead">{t('verify.intro')}</p>}
      <Ask key={code} again={code !== undefined} />
      <p>
        <Link to="/verify/present">{t('verify.live')}</Link>
      </p>
      {!code && <CheckDocument />}
    </div>
  );
}

function Ask({ again }: { again: boolean }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <form
      className="stack verify__ask"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const asked = typed.trim();
        setMissing(asked === '');
        if (asked) void navigate(`/verify/${encodeURIComponent(asked)}`);
      }}
    >
      <Field
        id="code"
        label={t(again ? 'verify.another' : 'verify.code')}
        help={t('verify.codeHelp')}
        error={missing ? t('verify.missing') : undefined}
      >
        {(control) => (
          <TextInput
            {...control}
            name="code"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <Button type="submit" variant={again ? 'secondary' : 'primary'}>
          {t('verify.check')}
        </Button>
      </div>
    </form>
  );
}

function Answer({ code }: { code: string }) {
  const { t } = useWords();
  const { city } = useSession();
  const query = useApi<Verification | null>(`/api/v1/verify/${encodeURIComponent(code)}`);
  const unknown = query.data === null || (query.error instanceof ApiError && query.error.status === 404);
  if (unknown) {
    return (
      <Notice tone="danger" title={t('verify.unknown', { code })}>
        {t('verify.unknownText', { hotline: city.hotline })}
      </Notice>
    );
  }
  return <Loaded query={query}>{(found) => found && <Found found={found} />}</Loaded>;
}

function Found({ found }: { found: Verification }) {
  const { t, lang, text } = useWords();
  const valid = found.state === 'valid';
  return (
    <>
      <Notice tone={valid ? 'success' : 'caution'} title={t(valid ? 'verify.valid' : 'verify.notValid')}>
        {t(valid ? 'verify.validText' : 'verify.notValidText')}
      </Notice>
      <article className="certificate">
        <header className="certificate__head">
          <h2>{text(found.typeName)}</h2>
          <StatusTag kind={licenceKind(found.state)}>{t(`licence.state.${found.state}`)}</StatusTag>
        </header>
        <FactList
          facts={[
            { key: 'holder', label: t('licence.holder'), value: <AsWritten>{found.holder}</AsWritten> },
            ...found.fields.map((field) => ({
              key: field.name,
              label: text(field.label),
              value: <AsWritten>{field.value}</AsWritten>,
            })),
            { key: 'issuer', label: t('licence.issuer'), value: text(found.issuer) },
            { key: 'issuedOn', label: t('licence.issuedOn'), value: formatDate(found.issuedOn, lang) },
            {
              key: 'validUntil',
              label: t(found.validUntil ? 'licence.validUntil' : 'licence.validity'),
              value: found.validUntil ? formatDate(found.validUntil, lang) : t('licence.noEnd'),
            },
            ...(found.mergedInto
              ? [
                  {
                    key: 'mergedInto',
                    label: t('licence.mergedInto'),
                    value: (
                      <>
                        {text(found.mergedInto.typeName)}{' '}
                        <span className="code">{found.mergedInto.number}</span>
                      </>
                    ),
                  },
                ]
              : []),
            ...(found.since
              ? [
                  {
                    key: 'since',
                    label: t('licence.since'),
                    value: formatDate(found.since, lang),
                  },
                ]
              : []),
          ]}
        />
        <footer className="certificate__foot">
          <p className="certificate__code">
            {t('licence.code')} <span className="code">{found.code}</span>
          </p>
        </footer>
      </article>
    </>
  );
}
