import { useState } from 'react';
import {
  Button,
  Checkboxes,
  ErrorSummary,
  Field,
  FieldGroup,
  NativeSelect,
  Radios,
  TextInput,
} from '@quancheng/ui';
import type { LicenceDetail, Text } from '../../../../api/types.ts';
import { useWords } from '../../../../i18n/i18n.ts';
import { cityDay } from '../../../../lib/format.ts';
import { LastDay, useLastDayCheck } from '../../form/last-day.tsx';
import { AsWritten } from '../../../../shell/as-written.tsx';

export interface GrantDraft {
  /** `paper`: whoever bears the code fetches the sealed files. */
  to: 'agency' | 'company' | 'bearer' | 'paper';
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
const mostYears = 1;

export function newGrant(to: GrantDraft['to'] = 'bearer'): GrantDraft {
  return {
    to,
    agency: '',
    company: '',
    fields: [],
    most: '1',
    until: cityDay(0),
    purpose: '',
  };
}

/** Whether it is for whoever bears a code, which works once. */
function isByCode(to: GrantDraft['to']): boolean {
  return to === 'bearer' || to === 'paper';
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
  const { t, text } = useWords();
  const [errors, setErrors] = useState<Errors>({});
  const checkLastDay = useLastDayCheck(mostYears);
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
    if (to !== 'paper' && fields.length === 0) found.fields = t('useGrant.fieldsMissing');
    if (!isByCode(to) && !(Number.isInteger(Number(most)) && Number(most) >= 1 && Number(most) <= mostUses))
      found.most = t('useGrant.mostMissing', { most: mostUses });
    const tooLate = checkLastDay(until);
    if (tooLate) found.until = tooLate;
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
            { value: 'paper', label: t('useGrant.paper'), detail: t('useGrant.paperText') },
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
      {value.to !== 'paper' && (
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
      )}
      {!isByCode(value.to) && (
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
      <LastDay
        label={t('useGrant.until')}
        years={mostYears}
        value={value.until}
        error={errors.until}
        onChange={(until) => set({ until }, 'until')}
      />
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
          {t(isByCode(value.to) ? 'useGrant.makeCode' : 'useGrant.give')}
        </Button>
      </div>
    </form>
  );
}
