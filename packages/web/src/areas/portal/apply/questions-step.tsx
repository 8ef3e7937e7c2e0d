import { useEffect, useState } from 'react';
import { Button, ErrorSummary } from '@quancheng/ui';
import type { CaseDetail, FormAnswer, FormSchema } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { answerText } from '../form/answer-text.ts';
import { checkAnswer } from '../form/check.ts';
import type { Answers, AskedStep } from '../form/conditions.ts';
import { FieldInput, fieldId } from '../form/field-input.tsx';
import { LockedField, useSourceWords } from '../form/locked-field.tsx';
import { isEmpty, recordField } from '../form/widgets.ts';
import { Back, type Frame } from './progress.tsx';

interface QuestionsStepProps {
  frame: Frame;
  step: AskedStep;
  schema: FormSchema;
  form: FormAnswer;
  answers: Answers;
  corrections: CaseDetail['corrections'];
  /** Field to begin at, when one came to change it. */
  focus: string | undefined;
  onAnswer: (name: string, value: unknown) => void;
  onward: () => void;
}

export function QuestionsStep(props: QuestionsStepProps) {
  const { frame, step, schema, form, answers, onAnswer } = props;
  const { t, lang, text } = useWords();
  const sourceWords = useSourceWords();
  const [errors, setErrors] = useState<{ id: string; text: string }[]>([]);
  useEffect(() => {
    if (props.focus) document.getElementById(fieldId(props.focus))?.focus();
  }, [props.focus]);

  const titleOf = (name: string) => {
    const title = schema.properties[name]?.['x-title'];
    return title ? text(title) : name;
  };
  const required = (name: string) => schema.required?.includes(name) ?? false;
  const check = () =>
    step.fields.flatMap((name) => {
      const field = schema.properties[name];
      const wrong = field && checkAnswer(field, titleOf(name), answers[name], required(name), t);
      return wrong ? [{ id: fieldId(name), text: wrong }] : [];
    });
  const errorOf = (name: string) =>
    errors.find((error) => error.id === fieldId(name))?.text ??
    props.corrections.filter((entry) => entry.path === `/form/${name}`).map((entry) => text(entry.text))[0];

  return (
    <>
      {frame.back && <Back onClick={frame.back} />}
      {frame.progress}
      <h1>{text(step.title)}</h1>
      {step.intro && <p className="lead">{text(step.intro)}</p>}
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = check();
          setErrors(found);
          if (found.length === 0) props.onward();
        }}
      >
        <ErrorSummary title={t('form.errors', { n: errors.length })} errors={errors} />
        {step.fields.map((name) => {
          const field = schema.properties[name];
          if (!field) return null;
          const source = form.sources[name];
          const choices = form.choices[name];
          if (source?.locked && !isEmpty(answers[name])) {
            const value = answerText(field, answers[name], choices, t, lang);
            return (
              <LockedField
                key={name}
                name={name}
                label={titleOf(name)}
                value={value}
                source={source}
                recordField={recordField(field, name)}
              />
            );
          }
          return (
            <FieldInput
              key={name}
              name={name}
              field={field}
              value={answers[name]}
              required={required(name)}
              choices={choices}
              error={errorOf(name)}
              note={source ? t('form.editable', { source: sourceWords(source) }) : undefined}
              onChange={(value) => onAnswer(name, value)}
            />
          );
        })}
        <div className="actions">
          <Button type="submit">{t('apply.continue')}</Button>
        </div>
      </form>
    </>
  );
}
