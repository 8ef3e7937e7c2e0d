import { Alert } from 'antd';
import { useDeskWords } from '../words.ts';
import { DeskFieldInput } from './field-input.tsx';
import { inputId, type OpenForm } from './use-desk-form.ts';
import { Waiting } from '../../staff/shell/states.tsx';

/** The questions of a form, all on one page, under the headings of its steps. */
export function FormFields({ form, headings }: { form: OpenForm; headings: boolean }) {
  const { text } = useDeskWords();
  if (!form.ready) return <Waiting rows={4} />;
  return (
    <>
      {form.steps.map((step) => (
        <fieldset key={step.id} className="desk-step">
          {headings && <legend>{text(step.title)}</legend>}
          {headings && step.intro && <p className="desk-soft">{text(step.intro)}</p>}
          {step.fields.map((name) => {
            const field = form.schema.properties[name];
            return (
              field && (
                <DeskFieldInput
                  key={name}
                  id={inputId(form.scope, name)}
                  name={name}
                  field={field}
                  required={form.schema.required?.includes(name) ?? false}
                  value={form.values[name]}
                  error={form.errors[name]}
                  onChange={(value) => form.set(name, value)}
                />
              )
            );
          })}
        </fieldset>
      ))}
    </>
  );
}

/** What is wrong, at the top, with links to the fields. */
export function FormErrors({
  forms,
  more = [],
}: {
  forms: OpenForm[];
  more?: { id: string; text: string }[];
}) {
  const { t } = useDeskWords();
  const errors = [
    ...forms.flatMap((form) =>
      Object.entries(form.errors).map(([name, text]) => ({ id: inputId(form.scope, name), text })),
    ),
    ...more,
  ];
  if (errors.length === 0) return null;
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      title={t('form.errors', { n: errors.length })}
      description={
        <ul className="desk-plain">
          {errors.map((error) => (
            <li key={error.id}>
              <a
                href={`#${error.id}`}
                onClick={(event) => {
                  event.preventDefault();
                  focusField(error.id);
                }}
              >
                {error.text}
              </a>
            </li>
          ))}
        </ul>
      }
    />
  );
}

export function focusField(id: string): void {
  const element = document.getElementById(id);
  const control = element?.matches('input, textarea, select, button')
    ? element
    : element?.querySelector<HTMLElement>('input, textarea, select, button');
  control?.focus();
}
