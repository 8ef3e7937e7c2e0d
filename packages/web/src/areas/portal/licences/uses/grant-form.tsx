import { useState } from 'react';
import {
  Button,
  Checkboxes,
  DateInput,
  ErrorSummary,
  Field,
  FieldGroup,
  NativeSelect,
  Radios,
  TextInput,
} from '@quancheng/ui';
import type { LicenceDetail, Text } from '../../../../api/types.ts';
import { useWords } from '../../../../i18n/i18n.ts';
import { cityDay, formatDate } from '../../../../lib/format.ts';
import { AsWritten } from '../../../../shell/as-written.tsx';

export interface GrantDraft {
  to: 'agency' | 'company' | 'bearer';
  /** Slug. */
  agency: string;
  /** Credit code. */
  company: string;
  fields: string[];
  most: string;
  /** Civil date, inclusive. */
  until: string;
  purpose: string;
}

const mostUses = 100;

export function newGrant(): GrantDraft {
  return {
    to: 'bearer',
    agency: '',
    company: '',
    fields: [],
    most: '1',
    until: cityDay(0),
    purpose: '',
  };
}

interface GrantFormProps {
  licence: LicenceDetail;
  agencies: { slug: string; name: Text }[];
  value: GrantDraft;
  busy: boolean;
  onChange: (draft: GrantDraft) => void;
  onSubmit: () => void;
}

type Errors = Partial<Record<'agency' | 'company' | 'fields' | 'most' | 'until' | 'purpose', string>>;

export function GrantForm({ licence, agencies, value, busy, onChange, onSubmit }: GrantFormProps) {
  const { t, lang, text } = useWords();
  const [errors, setErrors] = useState<Errors>({});
  const latest = cityDay(1);
  const set = (changes: Partial<GrantDraft>, mended?: keyof Errors) => {
    onChange({ ...value, ...changes });
    if (mended) setErrors(({ [mended]: _, ...others }) => others);
  };

  function check(): Errors {
    const found: Errors = {};
    const { to, agency, company, fields, most, until, purpose } = value;
    if (to === 'agency' && agency === '') found.agency = t('useGrant.agencyMissing');
    if (to === 'company' && !/^[0-9A-Za-z]{18}$/.test(company.trim()))
      found.company = t('useGrant.companyMissing');
    if (fields.length === 0) found.fields = t('useGrant.fieldsMissing');
    if (to !== 'bearer' && !(Number.isInteger(Number(most)) && Number(most) >= 1 && Number(most) <= mostUses))
      found.most = t('useGrant.mostMissing', { most: mostUses });
    if (!(until >= cityDay(0) && until <= latest))
      found.until = t('useGrant.untilMissing', { day: formatDate(latest, lang) });
    if (purpose.trim().length < 2) found.purpose = t('useGrant.purposeMissing');
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
        if (Object.keys(found).length === 0) onSubmit();
      }}
    >
      <ErrorSummary
        title={t('form.errors', { n: Object.keys(errors).length })}
        errors={Object.entries(errors).map(([id, words]) => ({ id, text: words }))}
      />
      <FieldGroup id="to" label={t('useGrant.to')}>
        <Radios
          id="to"
          name="to"
          choices={[
            { value: 'bearer', label: t('useGrant.bearer'), detail: t('useGrant.bearerText') },
            { value: 'agency', label: t('useGrant.agency') },
            { value: 'company', label: t('useGrant.company') },
          ]}
          value={value.to}
          onChange={(to) => set({ to: to as GrantDraft['to'] })}
        />
      </FieldGroup>
      {value.to === 'agency' && (
        <Field id="agency" label={t('useGrant.whichAgency')} error={errors.agency}>
          {(control) => (
            <NativeSelect
              {...control}
              name="agency"
              placeholder={t('useGrant.choose')}
              options={agencies.map(({ slug, name }) => ({ value: slug, label: text(name) }))}
              value={value.agency}
              onChange={(event) => set({ agency: event.target.value }, 'agency')}
            />
          )}
        </Field>
      )}
      {value.to === 'company' && (
        <Field
          id="company"
          label={t('useGrant.creditCode')}
          help={t('useGrant.creditCodeHelp')}
          error={errors.company}
        >
          {(control) => (
            <TextInput
              {...control}
              name="company"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={18}
              value={value.company}
              onChange={(event) => set({ company: event.target.value }, 'company')}
            />
          )}
        </Field>
      )}
      <FieldGroup
        id="fields"
        label={t('useGrant.fields')}
        help={t('useGrant.fieldsHelp')}
        error={errors.fields}
      >
        <Checkboxes
          id="fields"
          name="fields"
          choices={licence.fields.map((field) => ({
            value: field.name,
            label: text(field.label),
            detail: (
              <span className="grant__value">
                <AsWritten>{field.value}</AsWritten>
              </span>
            ),
          }))}
          value={value.fields}
          onChange={(fields) => set({ fields }, 'fields')}
        />
      </FieldGroup>
      {value.to !== 'bearer' && (
        <Field id="most" label={t('useGrant.most')} error={errors.most}>
          {(control) => (
            <TextInput
              {...control}
              name="most"
              inputMode="numeric"
              maxLength={3}
              value={value.most}
              onChange={(event) => set({ most: event.target.value }, 'most')}
            />
          )}
        </Field>
      )}
      <Field
        id="until"
        label={t('useGrant.until')}
        help={t('useGrant.untilHelp', { day: formatDate(latest, lang) })}
        error={errors.until}
      >
        {(control) => (
          <DateInput
            {...control}
            name="until"
            min={cityDay(0)}
            max={latest}
            value={value.until}
            onChange={(event) => set({ until: event.target.value }, 'until')}
          />
        )}
      </Field>
      <Field
        id="purpose"
        label={t('useGrant.purpose')}
        help={t('useGrant.purposeHelp')}
        error={errors.purpose}
      >
        {(control) => (
          <TextInput
            {...control}
            name="purpose"
            maxLength={200}
            value={value.purpose}
            onChange={(event) => set({ purpose: event.target.value }, 'purpose')}
          />
        )}
      </Field>
      <div className="actions">
        <Button type="submit" busy={busy}>
          {t(value.to === 'bearer' ? 'useGrant.makeCode' : 'useGrant.give')}
        </Button>
      </div>
    </form>
  );
}
