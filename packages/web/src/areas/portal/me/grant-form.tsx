import { useState } from 'react';
import { Button, ErrorSummary, Field, FieldGroup, Radios, TextInput } from '@quancheng/ui';
import type { Text } from '../../../api/types.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useWords } from '../../../i18n/i18n.ts';
import { cityDay } from '../../../lib/format.ts';
import { LastDay, useLastDayCheck } from '../form/last-day.tsx';
import { ItemPicker } from './item-picker.tsx';

export interface Principal {
  /** Null for the signed-in person. */
  id: string | null;
  kind: 'person' | 'entity';
  name: string;
  label: string;
}

export interface Grant {
  principal: Principal;
  name: string;
  idNumber: string;
  all: boolean;
  items: { code: string; title: Text }[];
  /** Civil date, inclusive. */
  until: string;
}

const usualYears = 1;
const mostYears = 5;

export function newGrant(principal: Principal): Grant {
  return { principal, name: '', idNumber: '', all: true, items: [], until: cityDay(usualYears) };
}

interface GrantFormProps {
  principals: Principal[];
  value: Grant;
  onChange: (grant: Grant) => void;
  onNext: () => void;
}

type Errors = Partial<Record<'agent-name' | 'agent-number' | 'items' | 'until', string>>;

export function GrantForm({ principals, value, onChange, onNext }: GrantFormProps) {
  const { t } = useWords();
  const [errors, setErrors] = useState<Errors>({});
  const checkLastDay = useLastDayCheck(mostYears);
  const set = (changes: Partial<Grant>, mended?: keyof Errors) => {
    onChange({ ...value, ...changes });
    if (mended) setErrors(({ [mended]: _, ...others }) => others);
  };

  function check(): Errors {
    const found: Errors = {};
    if (value.name.trim() === '') found['agent-name'] = t('grant.nameMissing');
    if (!/^\d{17}[\dXx]$/.test(value.idNumber.trim())) found['agent-number'] = t('grant.numberMissing');
    if (!value.all && value.items.length === 0) found.items = t('grant.itemMissing');
    const tooLate = checkLastDay(value.until);
    if (tooLate) found.until = tooLate;
    return found;
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = check();
        setErrors(found);
        if (Object.keys(found).length === 0) onNext();
      }}
    >
      <ErrorSummary
        title={t('form.errors', { n: Object.keys(errors).length })}
        errors={Object.entries(errors).map(([id, text]) => ({ id, text }))}
      />
      {principals.length > 1 && (
        <FieldGroup id="principal" label={t('grant.principal')}>
          <Radios
            id="principal"
            name="principal"
            choices={principals.map(({ id, label }) => ({
              value: id ?? 'me',
              label: <AsWritten>{label}</AsWritten>,
            }))}
            value={value.principal.id ?? 'me'}
            onChange={(chosen) => {
              const principal = principals.find(({ id }) => (id ?? 'me') === chosen);
              // Other items are for a person than for a company.
              if (principal) set({ principal, items: [] });
            }}
          />
        </FieldGroup>
      )}
      <Field id="agent-name" label={t('grant.name')} help={t('grant.nameHelp')} error={errors['agent-name']}>
        {(control) => (
          <TextInput
            {...control}
            name="agent-name"
            autoComplete="off"
            maxLength={100}
            value={value.name}
            onChange={(event) => set({ name: event.target.value }, 'agent-name')}
          />
        )}
      </Field>
      <Field
        id="agent-number"
        label={t('grant.number')}
        help={t('grant.numberHelp')}
        error={errors['agent-number']}
      >
        {(control) => (
          <TextInput
            {...control}
            name="agent-number"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={18}
            value={value.idNumber}
            onChange={(event) => set({ idNumber: event.target.value }, 'agent-number')}
          />
        )}
      </Field>
      <FieldGroup id="scope" label={t('grant.what')}>
        <Radios
          id="scope"
          name="scope"
          choices={[
            { value: 'all', label: t('grant.all'), detail: t('grant.allText') },
            { value: 'some', label: t('grant.some') },
          ]}
          value={value.all ? 'all' : 'some'}
          onChange={(chosen) => set({ all: chosen === 'all' }, 'items')}
        />
      </FieldGroup>
      {!value.all && (
        <ItemPicker
          key={value.principal.id}
          object={value.principal.kind === 'entity' ? 'enterprise' : 'person'}
          value={value.items}
          error={errors.items}
          onChange={(items) => set({ items }, 'items')}
        />
      )}
      <LastDay
        label={t('grant.until')}
        years={mostYears}
        value={value.until}
        error={errors.until}
        onChange={(until) => set({ until }, 'until')}
      />
      <div className="actions">
        <Button type="submit">{t('grant.next')}</Button>
      </div>
    </form>
  );
}
