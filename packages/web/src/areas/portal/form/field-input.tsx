import { useState } from 'react';
import {
  Checkbox,
  Checkboxes,
  DateInput,
  Field,
  FieldGroup,
  MoneyInput,
  NativeSelect,
  Notice,
  Radios,
  TextArea,
  TextInput,
  type Choice,
  type ControlProps,
} from '@quancheng/ui';
import type { FormAnswer, FormField } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { sentences } from '../../../lib/format.ts';
import { isEmpty, widgetOf } from './widgets.ts';

export interface FieldInputProps {
  name: string;
  field: FormField;
  value: unknown;
  required: boolean;
  choices: FormAnswer['choices'][string] | undefined;
  error: string | undefined;
  /** Said under the label, as where a filled value came from. */
  note?: string | undefined;
  onChange: (value: unknown) => void;
}

export function fieldId(name: string): string {
  return `f-${name}`;
}

/** Asks one question of a form with the control that suits it. */
export function FieldInput(props: FieldInputProps) {
  const { name, field, value, required, error, note, onChange } = props;
  const { t, lang, text } = useWords();
  const id = fieldId(name);
  const label = field['x-title'] ? text(field['x-title']) : (field.title ?? name);
  const help = sentences([field['x-help'] && text(field['x-help']), note], lang) || undefined;
  const common = { id, label, ...(required ? {} : { note: t('form.optional') }), help, error };
  const widget = widgetOf(field);

  if (widget === 'confirm') {
    return (
      <Checkbox
        id={id}
        name={name}
        label={label}
        checked={value === true}
        error={error}
        onChange={(checked) => onChange(checked || undefined)}
      />
    );
  }
  if (widget === 'checkboxes') {
    const chosen = Array.isArray(value) ? (value as unknown[]).map(String) : [];
    return (
      <FieldGroup {...common}>
        <Checkboxes
          id={id}
          name={name}
          choices={choicesOf(props.field.items ?? {}, text)}
          value={chosen}
          onChange={onChange}
        />
      </FieldGroup>
    );
  }
  if (widget === 'radio' || widget === 'choice' || widget === 'yesNo')
    return <RadioField {...props} common={common} />;
  return <Field {...common}>{(control) => <Control {...props} control={control} />}</Field>;
}

interface Common {
  id: string;
  label: string;
  note?: string;
  help: string | undefined;
  error: string | undefined;
}

function RadioField({ name, field, value, choices, onChange, common }: FieldInputProps & { common: Common }) {
  const { t, text } = useWords();
  const widget = widgetOf(field);
  const offered = radioChoices();
  function radioChoices(): Choice[] {
    if (widget === 'yesNo')
      return [
        { value: 'true', label: t('form.yes') },
        { value: 'false', label: t('form.no') },
      ];
    if (widget === 'radio') return choicesOf(field, text);
    return (choices ?? []).map((choice) => ({
      value: choice.value,
      label: text(choice.label),
      ...(choice.detail ? { detail: text(choice.detail) } : {}),
    }));
  }
  const none = typeof field['x-choices'] === 'object' ? field['x-choices'].none : undefined;
  return (
    <FieldGroup {...common}>
      {offered.length === 0 ? (
        <Notice tone="caution">{none ? text(none) : t('form.noChoices')}</Notice>
      ) : (
        <Radios
          id={common.id}
          name={name}
          choices={offered}
          value={isEmpty(value) ? undefined : String(value)}
          onChange={(chosen) => onChange(widget === 'yesNo' ? chosen === 'true' : valueOf(field, chosen))}
        />
      )}
    </FieldGroup>
  );
}

function Control({ name, field, value, onChange, control }: FieldInputProps & { control: ControlProps }) {
  const { t, text } = useWords();
  const unit = field['x-unit'] ? text(field['x-unit']) : undefined;
  const typed = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const change = (event: { target: { value: string } }) => onChange(event.target.value || undefined);
  switch (widgetOf(field)) {
    case 'select':
      return (
        <NativeSelect
          {...control}
          name={name}
          placeholder={t('form.pleaseChoose')}
          options={choicesOf(field, text).map((choice) => ({
            value: choice.value,
            label: String(choice.label),
          }))}
          value={typed}
          onChange={(event) => onChange(event.target.value ? valueOf(field, event.target.value) : undefined)}
        />
      );
    case 'date':
      return <DateInput {...control} name={name} value={typed} onChange={change} />;
    case 'textarea':
      return (
        <TextArea {...control} name={name} value={typed} maxLength={field.maxLength} onChange={change} />
      );
    case 'money':
      return (
        <MoneyInput
          {...control}
          name={name}
          value={typeof value === 'number' ? value : undefined}
          unit={t('form.yuan')}
          onChange={onChange}
        />
      );
    case 'number':
      return <NumberInput control={control} name={name} value={value} unit={unit} onChange={onChange} />;
    case 'phone':
      return (
        <TextInput
          {...control}
          name={name}
          inputMode="tel"
          autoComplete="tel"
          expect="medium"
          value={typed}
          onChange={change}
        />
      );
    default:
      return (
        <TextInput
          {...control}
          name={name}
          value={typed}
          {...(unit ? { unit } : {})}
          expect={(field.maxLength ?? 100) <= 30 ? 'medium' : 'full'}
          onChange={change}
        />
      );
  }
}

/** Keeps what was typed; what is no number goes on as text, for the check to name it. */
function NumberInput(props: {
  control: ControlProps;
  name: string;
  value: unknown;
  unit: string | undefined;
  onChange: (value: unknown) => void;
}) {
  const [typed, setTyped] = useState(isEmpty(props.value) ? '' : String(props.value));
  return (
    <TextInput
      {...props.control}
      name={props.name}
      inputMode="decimal"
      autoComplete="off"
      expect="short"
      {...(props.unit ? { unit: props.unit } : {})}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        const trimmed = event.target.value.trim();
        const number = Number(trimmed);
        props.onChange(trimmed === '' ? undefined : Number.isNaN(number) ? trimmed : number);
      }}
    />
  );
}

function choicesOf(field: FormField, text: (words: { zh: string; en: string }) => string): Choice[] {
  return (field.enum ?? []).map((value) => {
    const words = field['x-enum']?.[String(value)];
    return { value: String(value), label: words ? text(words) : String(value) };
  });
}

/** Controls hand back text; an answer keeps the type that the form lists. */
function valueOf(field: FormField, chosen: string): unknown {
  return field.enum?.find((value) => String(value) === chosen) ?? chosen;
}
