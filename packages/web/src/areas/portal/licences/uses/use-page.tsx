import { useState } from 'react';
import { Button, FactList, Field, FieldGroup, Notice, Radios, Skeleton, TextInput } from '@quancheng/ui';
import { useApi, useSend } from '../../../../api/queries.ts';
import type { Mandate } from '../../../../api/types.ts';
import { useWords } from '../../../../i18n/i18n.ts';
import { formatDate, formatMoment } from '../../../../lib/format.ts';
import { AsWritten } from '../../../../shell/as-written.tsx';
import { Loaded, ProblemNotice } from '../../../../shell/problem.tsx';
import { SignedInPage } from '../../../../shell/signed-in.tsx';
import { useTitle } from '../../../../shell/title.tsx';
import { NewTab, newTab } from '../../case/new-tab.tsx';
import { useFragment } from '../../signin/fragment.tsx';
import type { Used } from './model.ts';

/** For whoever was shown a code, or whose company was granted the use of someone's licence. */
export function UsePage() {
  const { t } = useWords();
  useTitle(t('useLicence.title'));
  const fragment = useFragment();
  return (
    <SignedInPage title={t('useLicence.title')} why={t('useLicence.signIn')}>
      {(account) => (
        <div className="page page--form">
          <h1>{t('useLicence.title')}</h1>
          <p className="lead">{t('useLicence.intro')}</p>
          {fragment === null ? (
            <Skeleton label={t('loading')} lines={4} />
          ) : (
            <Read
              name={account.name}
              isResident={account.kind === 'resident'}
              code={fragment.get('code') ?? ''}
            />
          )}
        </div>
      )}
    </SignedInPage>
  );
}

function Read({ name, isResident, code }: { name: string; isResident: boolean; code: string }) {
  const query = useApi<{ items: Mandate[] }>(isResident ? '/api/v1/me/mandates' : null);
  if (!isResident) return <Form name={name} code={code} companies={[]} />;
  return (
    <Loaded query={query}>
      {({ items }) => (
        <Form
          name={name}
          code={code}
          companies={items.filter(({ kind, scope }) => kind === 'entity' && scope.length === 0)}
        />
      )}
    </Loaded>
  );
}

/** A code has sixteen characters; a number is letters, then twelve figures. */
function isCode(given: string): boolean {
  return /^[0-9A-Za-z]{16}$/.test(given.replaceAll(/[\s-]/g, '')) && !/^[A-Za-z]{1,6}\d{12}$/.test(given);
}

function Form({ name, code, companies }: { name: string; code: string; companies: Mandate[] }) {
  const { t } = useWords();
  const [given, setGiven] = useState(code);
  const [company, setCompany] = useState('');
  const [matter, setMatter] = useState('');
  const [wrong, setWrong] = useState<{ given?: string; matter?: string }>({});
  const send = useSend<Used>();

  function submit(): void {
    const found = {
      ...(given.trim().length < 4 ? { given: t('useLicence.codeMissing') } : {}),
      ...(matter.trim().length < 2 ? { matter: t('useLicence.matterMissing') } : {}),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const by = isCode(given) ? { by: 'code', body: { code: given.trim() } } : null;
    send.mutate({
      path: `/api/v1/licence-uses/by-${by?.by ?? 'grant'}`,
      body: {
        ...(by?.body ?? { number: given.trim() }),
        ...(company === '' ? {} : { company }),
        matter: matter.trim(),
      },
    });
  }

  if (send.data) return <Answer used={send.data} />;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {send.error && <ProblemNotice error={send.error} />}
      <Field id="given" label={t('useLicence.code')} help={t('useLicence.codeHelp')} error={wrong.given}>
        {(control) => (
          <TextInput
            {...control}
            name="given"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={60}
            value={given}
            onChange={(event) => setGiven(event.target.value)}
          />
        )}
      </Field>
      {companies.length > 0 && (
        <FieldGroup id="whom" label={t('useLicence.whom')}>
          <Radios
            id="whom"
            name="whom"
            choices={[
              { value: '', label: <AsWritten>{name}</AsWritten> },
              ...companies.map((entry) => ({
                value: entry.principalId,
                label: <AsWritten>{entry.name}</AsWritten>,
              })),
            ]}
            value={company}
            onChange={setCompany}
          />
        </FieldGroup>
      )}
      <Field
        id="matter"
        label={t('useLicence.matter')}
        help={t('useLicence.matterHelp')}
        error={wrong.matter}
      >
        {(control) => (
          <TextInput
            {...control}
            name="matter"
            maxLength={200}
            value={matter}
            onChange={(event) => setMatter(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <Button type="submit" busy={send.isPending}>
          {t('useLicence.look')}
        </Button>
      </div>
    </form>
  );
}

function Answer({ used }: { used: Used }) {
  const { t, lang, text } = useWords();
  return (
    <div className="stack">
      <Notice tone="success" announce="status" title={t('useLicence.valid', { name: text(used.typeName) })}>
        <p>{t('useLicence.recorded', { record: used.record })}</p>
      </Notice>
      {used.paper && <Paper paper={used.paper} />}
      <FactList
        facts={[
          ...used.fields.map((field) => ({
            key: field.name,
            label: text(field.label),
            value: <AsWritten>{field.value}</AsWritten>,
          })),
          { key: 'number', label: t('licence.number'), value: <AsWritten>{used.number}</AsWritten> },
          { key: 'issuer', label: t('licence.issuer'), value: text(used.issuer) },
          {
            key: 'until',
            label: t('licence.validUntil'),
            value: used.validUntil ? formatDate(used.validUntil, lang) : t('licence.noEnd'),
          },
        ]}
      />
    </div>
  );
}

/** The sealed files, for whoever used a code for them. */
function Paper({ paper: { useId, until } }: { paper: NonNullable<Used['paper']> }) {
  const { t, lang } = useWords();
  const files = `/api/v1/licence-uses/${encodeURIComponent(useId)}`;
  return (
    <section className="stack" aria-labelledby="paper">
      <h2 id="paper">{t('useLicence.paper')}</h2>
      <p>{t('useLicence.paperUntil', { at: formatMoment(until, lang) })}</p>
      <p className="licence-card__links">
        <a href={`${files}/file`} {...newTab}>
          {t('licence.pdf')}
          <NewTab />
        </a>
        <a href={`${files}/ofd`} download>
          {t('licence.ofd')}
        </a>
      </p>
    </section>
  );
}
