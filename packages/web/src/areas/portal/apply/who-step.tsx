import { useState } from 'react';
import { Button, FieldGroup, Notice, Radios } from '@quancheng/ui';
import { Link, useSearchParams } from 'react-router';
import type { Mandate } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

interface WhoStepProps {
  name: string;
  forSelf: boolean;
  mandates: Mandate[];
}

export function WhoStep({ name, forSelf, mandates }: WhoStepProps) {
  const { t, text } = useWords();
  const [query, setQuery] = useSearchParams();
  const [chosen, setChosen] = useState<string>();
  const [missing, setMissing] = useState(false);
  if (!forSelf && mandates.length === 0) {
    return (
      <Notice tone="caution" title={t('apply.noEntity')}>
        <p>{t('apply.noEntityText')}</p>
        <Link to="/me/mandates">{t('nav.mandates')}</Link>
      </Notice>
    );
  }
  const choices = [
    ...(forSelf ? [{ value: 'me', label: <AsWritten>{t('apply.myself', { name })}</AsWritten> }] : []),
    ...mandates.map((mandate) => ({
      value: mandate.principalId,
      label: <AsWritten>{mandate.name}</AsWritten>,
      detail: text(mandate.relation),
    })),
  ];
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(!chosen);
        if (!chosen) return;
        const next = new URLSearchParams(query);
        next.set('for', chosen);
        setQuery(next);
      }}
    >
      <h1>{t('apply.who')}</h1>
      <FieldGroup
        id="who"
        label={<span className="visually-hidden">{t('apply.who')}</span>}
        error={missing ? t('apply.whoMissing') : undefined}
      >
        <Radios id="who" name="who" choices={choices} value={chosen} onChange={setChosen} />
      </FieldGroup>
      <div className="actions">
        <Button type="submit">{t('apply.continue')}</Button>
      </div>
    </form>
  );
}
