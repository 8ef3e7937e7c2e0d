import { useState } from 'react';
import { Button, FieldGroup, Notice, Radios } from '@quancheng/ui';
import { Link, useSearchParams } from 'react-router';
import type { Mandate } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

interface WhoStepProps {
  name: string;
  forSelf: boolean;
  mandates: Mandate[];
}

/** Whose matter it is: one’s own is chosen unless one says otherwise, of several others none is. */
export function WhoStep({ name, forSelf, mandates }: WhoStepProps) {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const roleOf = useRoleWords();
  const [chosen, setChosen] = useState(forSelf ? 'me' : undefined);
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
      detail: roleOf(mandate),
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
        error={missing && !chosen ? t('apply.whoMissing') : undefined}
      >
        <Radios id="who" name="who" choices={choices} value={chosen} onChange={setChosen} />
      </FieldGroup>
      <div className="actions">
        <Button type="submit">{t('apply.continue')}</Button>
      </div>
    </form>
  );
}

/** By law first, then the longest: one acts for a principal by one mandate, whatever others there are. */
const byLaw: readonly Mandate['mandate'][] = ['representative', 'parent', 'guardian'];

export function eachPrincipalOnce(mandates: readonly Mandate[]): Mandate[] {
  const rank = ({ mandate, validUntil }: Mandate) =>
    [byLaw.includes(mandate) ? 2 : mandate === 'agent' ? 1 : 0, validUntil ?? '9999'].join(' ');
  const strongest = mandates.toSorted((one, other) => rank(other).localeCompare(rank(one)));
  return mandates.filter(
    (mandate) => strongest.find(({ principalId }) => principalId === mandate.principalId) === mandate,
  );
}

/** As what one acts; an appointment also says in what and how long. */
function useRoleWords(): (mandate: Mandate) => string {
  const { t, lang, text } = useWords();
  return ({ mandate, relation, scope, validUntil }) => {
    const role = text(relation);
    if (mandate === 'representative' || mandate === 'parent') return role;
    const items = scope.map(({ title }) => text(title)).join(t('mandates.comma'));
    const until = validUntil
      ? t('licence.until', { day: formatDate(validUntil, lang) })
      : t('mandates.noEnd');
    return [role, t('mandates.scope', { items: items || t('mandates.everything') }), until].join(' · ');
  };
}
