import type { ReactNode } from 'react';
import { Checkbox, Input, InputNumber, Select, Switch } from 'antd';
import type { Text } from '../../../api/types.ts';
import { useSession } from '../../../api/queries.ts';
import { useAgencies } from '../../staff/api/agencies.ts';
import { useAdminWords } from '../words.ts';
import type { Element } from './elements.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

export interface ControlProps {
  id: string;
  element: Element;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** The control of an element that is one value; groups and rows are put together from these. */
export function Control(props: ControlProps) {
  const { id, element, value, onChange } = props;
  const { t } = useAdminWords();
  switch (element.kind) {
    case 'flag':
      return <Switch id={id} checked={value === true} onChange={onChange} aria-labelledby={`${id}-label`} />;
    case 'number':
    case 'money': {
      const scale = element.kind === 'money' ? 100 : 1;
      return (
        <InputNumber
          id={id}
          min={0}
          controls={false}
          suffix={scale === 100 ? t('form.yuan') : undefined}
          value={typeof value === 'number' ? value / scale : null}
          onChange={(given: number | null) =>
            onChange(given === null ? undefined : Math.round(given * scale))
          }
        />
      );
    }
    case 'text':
    case 'long':
      return <TextPair {...props} />;
    case 'choice':
    case 'choices':
      return <Choice {...props} />;
    case 'agency':
    case 'agencies':
      return <Agencies {...props} />;
    case 'event':
      return <LifeEvents {...props} />;
    case 'tags':
      return (
        <Select
          id={id}
          mode="tags"
          className="desk-wide"
          open={false}
          suffixIcon={null}
          value={listOf(value)}
          onChange={(given: string[]) => onChange(given)}
        />
      );
    default:
      return (
        <Input
          id={id}
          type={element.kind === 'date' ? 'date' : 'text'}
          className={element.kind === 'date' ? 'admin-date' : undefined}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      );
  }
}

/** A text in both languages, side by side. */
export function TextPair({ id, element, value, onChange }: ControlProps) {
  const { w } = useAdminWords();
  const text = (value ?? {}) as Partial<Text>;
  const Box = element.kind === 'text' ? Input : Input.TextArea;
  return (
    <div className="admin-pair">
      {(['zh', 'en'] as const).map((lang) => (
        <Box
          key={lang}
          id={lang === 'zh' ? id : `${id}-en`}
          lang={lang === 'zh' ? 'zh-CN' : 'en'}
          aria-label={w(`lang.${lang}`)}
          aria-describedby={`${id}-label`}
          placeholder={w(`lang.${lang}`)}
          value={text[lang] ?? ''}
          onChange={(event: { target: { value: string } }) => {
            const next = { zh: '', en: '', ...text, [lang]: event.target.value };
            onChange(next.zh === '' && next.en === '' ? undefined : next);
          }}
        />
      ))}
    </div>
  );
}

function Choice({ id, element, value, onChange }: ControlProps) {
  const { w } = useAdminWords();
  const options = (element.options ?? []).map((option) => ({
    value: option,
    label: w(`option.${element.name}.${option}`),
  }));
  if (element.kind === 'choices') {
    return (
      <Group id={id}>
        <Checkbox.Group
          options={options}
          value={Array.isArray(value) ? (value as (string | number)[]) : []}
          onChange={(chosen) => onChange(chosen)}
        />
      </Group>
    );
  }
  return (
    <Select
      id={id}
      className="admin-choice"
      aria-labelledby={`${id}-label`}
      allowClear
      options={options}
      value={(value ?? null) as string | number | null}
      onChange={(chosen: string | number | null | undefined) => onChange(chosen ?? undefined)}
    />
  );
}

function Group({ id, children }: { id: string; children: ReactNode }) {
  return (
    <fieldset id={id} className="desk-bare" aria-labelledby={`${id}-label`}>
      {children}
    </fieldset>
  );
}

export function useAgencyOptions() {
  const { text } = useAdminWords();
  return useAgencies().map(({ slug, name }) => ({ value: slug, label: text(name) }));
}

function Agencies({ id, element, value, onChange }: ControlProps) {
  const options = useAgencyOptions();
  const shared = {
    id,
    className: 'desk-wide',
    'aria-labelledby': `${id}-label`,
    showSearch: { optionFilterProp: 'label' },
    options,
  };
  return element.kind === 'agency' ? (
    <Select
      {...shared}
      placeholder={element.placeholder && <AsWritten>{element.placeholder}</AsWritten>}
      value={typeof value === 'string' ? value : null}
      onChange={(chosen: string | null) => onChange(chosen ?? undefined)}
    />
  ) : (
    <Select
      {...shared}
      mode="multiple"
      value={listOf(value)}
      onChange={(chosen: string[]) => onChange(chosen)}
    />
  );
}

function LifeEvents({ id, value, onChange }: ControlProps) {
  const { text } = useAdminWords();
  const { city } = useSession();
  return (
    <Select
      id={id}
      mode="tags"
      className="desk-wide"
      aria-labelledby={`${id}-label`}
      options={city.lifeEvents.map(({ code, name }) => ({ value: code, label: text(name) }))}
      value={listOf(value)}
      onChange={(chosen: string[]) => onChange(chosen)}
    />
  );
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
