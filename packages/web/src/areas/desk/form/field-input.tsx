import { Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import type { DeskField } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { deskWidgetOf } from './adapt.ts';
import { PhotosInput } from './photos-input.tsx';

export interface DeskFieldInputProps {
  id: string;
  name: string;
  field: DeskField;
  required: boolean;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

interface Described {
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
}

/** One question with its label, help and what is wrong with the answer. */
export function DeskFieldInput(props: DeskFieldInputProps) {
  const { id, name, field, required, error } = props;
  const { w, t, text } = useDeskWords();
  const widget = deskWidgetOf(field);
  const label = field['x-title'] ? text(field['x-title']) : name;
  const help = [
    field['x-help'] ? text(field['x-help']) : '',
    field['x-choices'] ? w('ask.asRecorded') : '',
  ].join(' ');
  const described: Described = {
    ...(help.trim() || error
      ? {
          'aria-describedby': [help.trim() && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' '),
        }
      : {}),
    ...(error ? { 'aria-invalid': true } : {}),
    ...(required ? { 'aria-required': true } : {}),
  };
  const labelled = ['radio', 'yesNo', 'checkboxes', 'photos'].includes(widget);
  const optional = !required && <span className="desk-soft">{t('form.optional')}</span>;
  return (
    <div className={error ? 'desk-field desk-field--wrong' : 'desk-field'}>
      {widget !== 'confirm' &&
        (labelled ? (
          <p className="desk-field__label" id={`${id}-label`}>
            {label} {optional}
          </p>
        ) : (
          <label className="desk-field__label" htmlFor={id}>
            {label} {optional}
          </label>
        ))}
      {help.trim() && (
        <p className="desk-field__help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error && (
        <p className="desk-field__error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <Control {...props} label={label} described={described} />
    </div>
  );
}

function Control(props: DeskFieldInputProps & { label: string; described: Described }) {
  const { id, field, value, label, described, onChange } = props;
  const { t, text } = useDeskWords();
  const widget = deskWidgetOf(field);
  const typed = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const change = (event: { target: { value: string } }) => onChange(event.target.value || undefined);
  switch (widget) {
    case 'photos':
      return <PhotosInput id={id} value={strings(value)} onChange={onChange} />;
    case 'confirm':
      return (
        <Checkbox
          id={id}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked || undefined)}
        >
          {label}
        </Checkbox>
      );
    case 'checkboxes':
      return (
        <fieldset
          id={id}
          className="desk-bare"
          aria-labelledby={`${id}-label`}
          {...describedGroup(described)}
        >
          <Checkbox.Group
            className="desk-choices"
            options={optionsOf(
              field.items?.enum ?? [],
              { ...field['x-enum'], ...field.items?.['x-enum'] },
              text,
            )}
            value={strings(value)}
            onChange={(chosen) => onChange(chosen)}
          />
        </fieldset>
      );
    case 'radio':
    case 'yesNo':
      return (
        <div id={id}>
          <Radio.Group
            className="desk-choices"
            aria-labelledby={`${id}-label`}
            {...describedGroup(described)}
            options={
              widget === 'yesNo'
                ? [
                    { value: 'true', label: t('form.yes') },
                    { value: 'false', label: t('form.no') },
                  ]
                : optionsOf(field.enum ?? [], field['x-enum'], text)
            }
            value={value === undefined ? null : String(value)}
            onChange={(event) => {
              const chosen = String(event.target.value);
              onChange(widget === 'yesNo' ? chosen === 'true' : valueOf(field, chosen));
            }}
          />
        </div>
      );
    case 'select':
      return (
        <Select
          id={id}
          {...described}
          className="desk-wide"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('form.pleaseChoose')}
          options={optionsOf(field.enum ?? [], field['x-enum'], text)}
          value={value === undefined ? null : String(value)}
          onChange={(chosen: string | null) => onChange(chosen === null ? undefined : valueOf(field, chosen))}
        />
      );
    case 'textarea':
      return (
        <Input.TextArea
          id={id}
          {...described}
          rows={3}
          maxLength={field.maxLength ?? 2000}
          value={typed}
          onChange={change}
        />
      );
    case 'money':
    case 'number':
      return (
        <InputNumber
          id={id}
          {...described}
          className="desk-number"
          controls={false}
          suffix={widget === 'money' ? t('form.yuan') : field['x-unit'] && text(field['x-unit'])}
          value={typeof value === 'number' ? (widget === 'money' ? value / 100 : value) : null}
          onChange={(given: number | null) =>
            onChange(given === null ? undefined : widget === 'money' ? Math.round(given * 100) : given)
          }
        />
      );
    default:
      return (
        <Input
          id={id}
          {...described}
          type={widget === 'date' ? 'date' : widget === 'phone' ? 'tel' : 'text'}
          className={widget === 'date' || widget === 'phone' ? 'desk-number' : 'desk-wide'}
          {...(field.maxLength === undefined ? {} : { maxLength: field.maxLength })}
          value={typed}
          onChange={change}
        />
      );
  }
}

function describedGroup(described: Described): Described {
  const { 'aria-describedby': by } = described;
  return by ? { 'aria-describedby': by } : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function optionsOf(
  values: readonly (string | number)[],
  words: DeskField['x-enum'],
  text: ReturnType<typeof useDeskWords>['text'],
) {
  return values.map((value) => {
    const label = words?.[String(value)];
    return { value: String(value), label: label ? text(label) : String(value) };
  });
}

/** A number stays one on its way through a control that knows texts only. */
function valueOf(field: DeskField, chosen: string): string | number {
  return field.enum?.find((value) => String(value) === chosen) ?? chosen;
}
