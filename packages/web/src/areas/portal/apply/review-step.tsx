import { useMemo, useState } from 'react';
import { Button, Checkbox, ErrorSummary, FactList, Notice } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { ApiError } from '../../../api/client.ts';
import { useSend } from '../../../api/queries.ts';
import type { CaseAnswer, CaseDetail, FormAnswer, FormSchema, ItemDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { pick } from '../../../lib/format.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { answerText } from '../form/answer-text.ts';
import type { Answers, AskedStep } from '../form/conditions.ts';
import { fieldId } from '../form/field-input.tsx';
import { findHeld } from '../form/filled.ts';
import type { Files } from './form-flow.tsx';
import { materialId } from '../form/material-upload.tsx';
import { needsStepUp, StepUpNotice } from './step-up-notice.tsx';
import { Back, type Frame } from './progress.tsx';
import type { Content, useDraft } from './use-draft.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

interface ReviewStepProps {
  frame: Frame;
  item: ItemDetail;
  schema: FormSchema;
  form: FormAnswer;
  onBehalfOf: string | null;
  draft: CaseDetail | null;
  steps: AskedStep[];
  materials: FormAnswer['materials'];
  answers: Answers;
  files: Files;
  content: Content;
  settle: ReturnType<typeof useDraft>['settle'];
  /** Once it is handed in, nothing of it stays in the browser. */
  forget: () => void;
  onChange: (page: string, field?: string) => void;
}

export function ReviewStep(props: ReviewStepProps) {
  const { frame, schema, draft } = props;
  const { t, text } = useWords();
  const [confirmed, setConfirmed] = useState(false);
  const [unconfirmed, setUnconfirmed] = useState(false);
  const { submit, sending, error } = useSubmit(props);
  const wrong = useFieldErrors(error);
  const isOld = wrong.some(({ id }) => id.startsWith('f-') && !(id.slice(2) in schema.properties));
  return (
    <>
      {frame.back && <Back onClick={frame.back} />}
      {frame.progress}
      <h1>{t('review.title')}</h1>
      {isOld && <NewForm />}
      <ErrorSummary
        title={t('form.errors', { n: wrong.length })}
        errors={wrong}
        onPick={(id) =>
          props.onChange(pageOf(id, props.steps), id.startsWith('f-') ? id.slice(2) : undefined)
        }
      />
      {error && wrong.length === 0 && !needsStepUp(error) && <ProblemNotice error={error} onRetry={submit} />}
      {error && needsStepUp(error) && <StepUpNotice level={props.item.assurance} />}
      <Answered {...props} />
      {props.materials.length > 0 && <HandedIn {...props} />}
      <form
        className="stack review__confirm"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setUnconfirmed(!confirmed);
          if (confirmed) submit();
          else document.getElementById('confirm')?.focus();
        }}
      >
        <Checkbox
          id="confirm"
          name="confirm"
          label={schema['x-confirm'] ? text(schema['x-confirm']) : t('review.confirm')}
          checked={confirmed}
          error={unconfirmed && !confirmed ? t('review.confirmMissing') : undefined}
          onChange={setConfirmed}
        />
        <div className="actions">
          <Button type="submit" busy={sending}>
            {t(
              sending
                ? 'review.sending'
                : draft?.status === 'correcting'
                  ? 'review.resubmit'
                  : 'review.submit',
            )}
          </Button>
        </div>
      </form>
    </>
  );
}

/** The form was changed while it was being filled in: what it asks now shows when the page is loaded anew. */
function NewForm() {
  const { t } = useWords();
  return (
    <Notice tone="caution" announce="alert" title={t('review.newForm')}>
      <p>{t('review.newFormText')}</p>
      <Button variant="secondary" onClick={() => location.reload()}>
        {t('crash.reload')}
      </Button>
    </Notice>
  );
}

/** Every answer, with a way to change it. */
function Answered({ steps, schema, form, answers, onChange }: ReviewStepProps) {
  const { t, lang, text } = useWords();
  return steps.map((step) => (
    <section key={step.id} className="review" aria-labelledby={`review-${step.id}`}>
      <h2 id={`review-${step.id}`} className="review__title">
        {text(step.title)}
      </h2>
      <FactList
        facts={step.fields.flatMap((name) => {
          const field = schema.properties[name];
          if (!field) return [];
          const label = field['x-title'] ? text(field['x-title']) : name;
          const held = findHeld(form, answers, name);
          const source = held?.changed === false ? held.source : undefined;
          return [
            {
              key: name,
              label,
              value: <AsWritten>{answerText(field, answers[name], form.choices[name], t, lang)}</AsWritten>,
              ...(source ? { detail: t('form.source', sourceNames(source, text)) } : {}),
              ...(source?.locked
                ? {}
                : {
                    action: (
                      <Button
                        variant="quiet"
                        aria-label={t('review.changeThis', { label })}
                        onClick={() => onChange(step.id, name)}
                      >
                        {t('review.change')}
                      </Button>
                    ),
                  }),
            },
          ];
        })}
      />
    </section>
  ));
}

function sourceNames(
  source: FormAnswer['sources'][string],
  text: (words: { zh: string; en: string }) => string,
) {
  return { resource: text(source.resourceName), agency: text(source.agency) };
}

function HandedIn({ materials, files, onChange }: ReviewStepProps) {
  const { t, text } = useWords();
  return (
    <section className="review" aria-labelledby="review-materials">
      <h2 id="review-materials" className="review__title">
        {t('materials.title')}
      </h2>
      <FactList
        facts={materials.map((material) => {
          const label = text(material.name);
          if (material.met && !files[material.id]) {
            const licence = material.met.licence?.number;
            return licence === undefined
              ? { key: material.id, label, value: t('guide.held') }
              : {
                  key: material.id,
                  label,
                  value: t('materials.licence'),
                  detail: t('materials.licenceNumber', { number: licence }),
                };
          }
          return {
            key: material.id,
            label,
            value: files[material.id]?.name ?? t(material.need === 'later' ? 'guide.later' : 'form.noAnswer'),
            action: (
              <Button
                variant="quiet"
                aria-label={t('review.changeThis', { label })}
                onClick={() => onChange('materials')}
              >
                {t('review.change')}
              </Button>
            ),
          };
        })}
      />
    </section>
  );
}

/** A case that was handed in before goes back to where it was. */
function isSentAgain(draft: CaseDetail | null): boolean {
  return draft !== null && draft.status !== 'draft';
}

/** Hands in what is there: a new case, a draft, or a corrected one. */
function useSubmit({ item, onBehalfOf, draft, content, settle, forget }: ReviewStepProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [settling, setSettling] = useState(false);
  const send = useSend<CaseAnswer>((answer) => {
    forget();
    client.removeQueries({ predicate: (query) => String(query.queryKey[1]).startsWith('/api/v1/cases') });
    void navigate(`/cases/${answer.id}?done=1`, { replace: true });
  });
  async function submit(): Promise<void> {
    setSettling(true);
    const held = await settle();
    setSettling(false);
    if (held) {
      const verb = isSentAgain(draft) ? 'resubmit' : 'submit';
      send.mutate({ path: `/api/v1/cases/${held.id}/${verb}`, body: content, version: held.version });
    } else {
      const whose = onBehalfOf ? { onBehalfOf } : {};
      send.mutate({ path: '/api/v1/cases', body: { item: item.code, ...whose, ...content, submit: true } });
    }
  }
  return { submit: () => void submit(), sending: settling || send.isPending, error: send.error };
}

/** The fields that the server named; the same list as long as the error is the same. */
function useFieldErrors(error: Error | null): { id: string; text: string }[] {
  const { lang } = useWords();
  return useMemo(() => {
    const problem = error instanceof ApiError ? error.problem : null;
    return (problem?.errors ?? []).map((entry) => ({ id: idOf(entry.path), text: pick(entry.text, lang) }));
  }, [error, lang]);
}

function idOf(path: string): string {
  const [, kind = '', name = ''] = path.split('/');
  return kind === 'materials' ? materialId(name) : fieldId(name);
}

function pageOf(id: string, steps: AskedStep[]): string {
  const step = steps.find((entry) => entry.fields.some((name) => fieldId(name) === id));
  return step?.id ?? (id.startsWith('m-') ? 'materials' : (steps[0]?.id ?? 'review'));
}
