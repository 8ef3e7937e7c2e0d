import { useEffect, useState } from 'react';
import { Button, ErrorSummary } from '@quancheng/ui';
import type { CaseDetail, FormAnswer, FormField, FormSchema } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { answerText } from '../form/answer-text.ts';
import { checkAnswer } from '../form/check.ts';
import type { Answers, AskedStep } from '../form/conditions.ts';
import { FieldInput, fieldId } from '../form/field-input.tsx';
import { chosenFor, findHeld } from '../form/filled.ts';
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
  // Fields that kept one from going on: what is wrong with them goes away as soon as it is right.
  const [wrong, setWrong] = useState<{ fields: string[]; attempt: number }>({ fields: [], attempt: 0 });
  useEffect(() => {
    if (props.focus) document.getElementById(fieldId(props.focus))?.focus();
  }, [props.focus]);

  const titleOf = (name: string) => {
    const title = schema.properties[name]?.['x-title'];
    return title ? text(title) : name;
  };
  const required = (name: string) => schema.required?.includes(name) ?? false;
  const faults = step.fields.flatMap((name) => {
    const field = schema.properties[name];
    const fault = field && checkAnswer(field, titleOf(name), answers[name], required(name), t);
    return fault ? [{ name, id: fieldId(name), text: fault }] : [];
  });
  const errors = faults.filter(({ name }) => wrong.fields.includes(name));
  /** What is filled in says where it is from instead of how to fill it in. */
  const explained = (name: string, field: FormField) => {
    const held = findHeld(form, answers, name);
    if (!held) return { field };
    const source = sourceWords(held.source);
    const value = answerText(field, held.value, form.choices[name], t, lang);
    if (held.changed) return { field, note: t('form.differs', { source, value }) };
    const plain = { ...field };
    delete plain['x-help'];
    return { field: plain, note: t('form.editable', { source }) };
  };
  const errorOf = (name: string) =>
    errors.find((error) => error.name === name)?.text ??
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
          setWrong({ fields: faults.map(({ name }) => name), attempt: wrong.attempt + 1 });
          if (faults.length === 0) props.onward();
        }}
      >
        <ErrorSummary
          title={t('form.errors', { n: errors.length })}
          errors={errors}
          attempt={wrong.attempt}
        />
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
              // Controls that keep what was typed begin anew when another record fills them.
              key={[name, chosenFor(schema, answers, name)].join('/')}
              name={name}
              {...explained(name, field)}
              value={answers[name]}
              required={required(name)}
              choices={choices}
              error={errorOf(name)}
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
