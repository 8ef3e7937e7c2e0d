import { useEffect, useMemo, useRef, useState } from 'react';
import { Notice, Skeleton } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import type { CaseDetail, FormAnswer, ItemDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { askedSteps, useConditions, type Answers } from '../form/conditions.ts';
import { materialsOf, openedForm, withAnswer } from '../form/filled.ts';
import { MaterialsStep } from './materials-step.tsx';
import { Progress } from './progress.tsx';
import { QuestionsStep } from './questions-step.tsx';
import { ReviewStep } from './review-step.tsx';
import type { Typed } from './typed.ts';
import { contentOf, useDraft } from './use-draft.ts';

export interface FlowProps {
  item: ItemDetail;
  form: FormAnswer;
  /** Principal, where it is not one's own matter. */
  onBehalfOf: string | null;
  /** A draft or a case to correct; a new application has none. */
  draft: CaseDetail | null;
}

export type Files = Typed['files'];

/** The pages of an application: the form's steps, the materials, the review. */
export function FormFlow(props: FlowProps) {
  const { t } = useWords();
  const holds = useConditions(props.form.schema);
  return holds ? <Flow {...props} holds={holds} /> : <Skeleton label={t('loading')} lines={5} />;
}

function Flow({
  item,
  form,
  onBehalfOf,
  draft,
  holds,
}: FlowProps & { holds: NonNullable<ReturnType<typeof useConditions>> }) {
  const { t } = useWords();
  // Whenever it was begun, it is handed in by the form in force today.
  const schema = useMemo(() => openedForm(form.schema, form.choices), [form]);
  const [query, setQuery] = useSearchParams();
  const saved = useDraft({ item: item.code, onBehalfOf, existing: draft });
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(form, draft, saved.restored));
  const [files, setFiles] = useState<Files>(() => saved.restored?.files ?? firstFiles(draft));
  const [focus, setFocus] = useState<string>();

  const steps = askedSteps(schema, answers, holds);
  const wanted = materialsOf(form, answers).filter(({ need, met }) => need !== 'notNeeded' || met?.licence);
  const pages = [...steps.map((step) => step.id), ...(wanted.length > 0 ? ['materials'] : []), 'review'];
  const asked = query.get('step');
  const at = asked !== null && pages.includes(asked) ? pages.indexOf(asked) : 0;
  const step = steps[at];
  useArrivalAt(pages[at] ?? '', focus);

  function go(page: string | undefined, field?: string): void {
    if (page === undefined) return;
    setFocus(field);
    setQuery((now) => {
      const next = new URLSearchParams(now);
      next.set('step', page);
      return next;
    });
  }

  const onward = () => {
    saved.save({ answers, files });
    go(pages[at + 1]);
  };
  const frame = {
    back: at > 0 ? () => go(pages[at - 1]) : undefined,
    saveState: saved.state,
    progress: <Progress at={at + 1} of={pages.length} state={saved.state} />,
  };

  if (step) {
    return (
      <>
        {at === 0 && <Corrections draft={draft} />}
        {saved.restored && <Notice tone="info">{t('apply.restored')}</Notice>}
        <QuestionsStep
          key={step.id}
          frame={frame}
          step={step}
          schema={schema}
          form={form}
          answers={answers}
          corrections={openCorrections(draft, answers)}
          focus={focus}
          onAnswer={(name, value) => {
            const next = withAnswer(schema, form.choices, answers, name, value);
            setAnswers(next);
            saved.saveSoon({ answers: next, files });
          }}
          onward={onward}
        />
      </>
    );
  }
  if (pages[at] === 'materials') {
    return (
      <MaterialsStep
        frame={frame}
        materials={wanted}
        files={files}
        onFiles={(next) => {
          setFiles(next);
          saved.save({ answers, files: next });
        }}
        onward={onward}
      />
    );
  }
  return (
    <ReviewStep
      frame={frame}
      item={item}
      schema={schema}
      form={form}
      onBehalfOf={onBehalfOf}
      draft={draft}
      steps={steps}
      materials={wanted}
      answers={answers}
      files={files}
      content={contentOf({ answers: askedAnswers(steps, answers), files })}
      settle={saved.settle}
      forget={saved.forget}
      onChange={go}
    />
  );
}

/** Reading goes on at the top of a new page, unless one came for a certain field. */
function useArrivalAt(page: string, field: string | undefined): void {
  const last = useRef(page);
  useEffect(() => {
    if (last.current === page) return;
    last.current = page;
    window.scrollTo(0, 0);
    if (field === undefined) document.getElementById('main')?.focus({ preventScroll: true });
  }, [page, field]);
}

function Corrections({ draft }: { draft: CaseDetail | null }) {
  const { t, text } = useWords();
  if (!draft || draft.corrections.length === 0) return null;
  return (
    <Notice tone="caution" title={t('apply.corrections')}>
      <ul className="bullets">
        {draft.corrections.map((correction) => (
          <li key={correction.path}>{text(correction.text)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** What was asked to be corrected and still stands as it was handed in. */
function openCorrections(draft: CaseDetail | null, answers: Answers): CaseDetail['corrections'] {
  return (draft?.corrections ?? []).filter(({ path }) => {
    const name = path.split('/')[2] ?? '';
    return JSON.stringify(answers[name]) === JSON.stringify(draft?.form[name]);
  });
}

/** What is held is taken anew from its source; the rest stays as it was typed. */
function firstAnswers(form: FormAnswer, draft: CaseDetail | null, restored: Typed | undefined): Answers {
  const locked = Object.entries(form.prefilled).filter(([name]) => form.sources[name]?.locked);
  return { ...form.prefilled, ...(restored?.answers ?? draft?.form), ...Object.fromEntries(locked) };
}

function firstFiles(draft: CaseDetail | null): Files {
  const given = (draft?.materials ?? []).flatMap(({ id, file }) => (file ? [[id, file] as const] : []));
  return Object.fromEntries(given);
}

/** Answers to questions that are no longer asked are not handed in. */
function askedAnswers(steps: { fields: string[] }[], answers: Answers): Answers {
  const names = new Set(steps.flatMap((step) => step.fields));
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.has(name)));
}
