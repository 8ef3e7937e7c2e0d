import { useState } from 'react';
import { Button } from '@quancheng/ui';
import type { FormSchema } from '../../../api/types.ts';
import { checkAnswer } from '../../portal/form/check.ts';
import { askedSteps, useConditions, type Answers } from '../../portal/form/conditions.ts';
import { FieldInput } from '../../portal/form/field-input.tsx';
import { Waiting } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';

/** The form as residents get it, with the portal's own components; what is filled in is not kept. */
export function Preview({ schema }: { schema: FormSchema }) {
  const holds = useConditions(schema);
  return holds ? <Steps schema={schema} holds={holds} /> : <Waiting rows={6} />;
}

function Steps({
  schema,
  holds,
}: {
  schema: FormSchema;
  holds: NonNullable<ReturnType<typeof useConditions>>;
}) {
  const { w, t, text } = useAdminWords();
  const [answers, setAnswers] = useState<Answers>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const steps = askedSteps(schema, answers, holds);
  const required = (name: string) => schema.required?.includes(name) ?? false;
  const check = () => {
    const found: Record<string, string> = {};
    for (const name of steps.flatMap((step) => step.fields)) {
      const field = schema.properties[name];
      if (!field || field['x-from']?.lock) continue;
      const title = field['x-title'] ? text(field['x-title']) : name;
      const wrong = checkAnswer(field, title, answers[name], required(name), t);
      if (wrong) found[name] = wrong;
    }
    setErrors(found);
  };
  return (
    <div className="desk-panel admin-preview">
      {steps.map((step) => (
        <section key={step.id} className="stack">
          <h3>{text(step.title)}</h3>
          {step.intro && <p className="lead">{text(step.intro)}</p>}
          {step.fields.map((name) => {
            const field = schema.properties[name];
            if (!field) return null;
            const from = field['x-from'];
            if (from?.lock) {
              return (
                <div key={name}>
                  <p className="desk-strong">{field['x-title'] ? text(field['x-title']) : name}</p>
                  <p className="desk-soft" translate="no">
                    {w('forms.filled', { source: from.value })}
                  </p>
                </div>
              );
            }
            return (
              <div key={name} translate={from ? 'no' : 'yes'}>
                <FieldInput
                  name={name}
                  field={field}
                  value={answers[name]}
                  required={required(name)}
                  choices={undefined}
                  error={errors[name]}
                  note={from ? w('forms.prefilled', { source: from.value }) : undefined}
                  onChange={(value) => setAnswers((before) => ({ ...before, [name]: value }))}
                />
              </div>
            );
          })}
        </section>
      ))}
      <div className="actions">
        <Button variant="secondary" onClick={check}>
          {w('forms.check')}
        </Button>
      </div>
    </div>
  );
}
