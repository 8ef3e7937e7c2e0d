import { useState } from 'react';
import { Button, buttonClass, Dialog, ErrorSummary, type ButtonVariant } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ApiError } from '../../../api/client.ts';
import { apiKey, useSend } from '../../../api/queries.ts';
import type { CaseAction, CaseAnswer, CaseDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { checkAnswer } from '../form/check.ts';
import type { Answers } from '../form/conditions.ts';
import { FieldInput, fieldId } from '../form/field-input.tsx';
import { channelPage, ToPay } from './to-pay.tsx';
import { AgreeField, ConfirmedFacts } from './to-confirm.tsx';

/** What one may do now; rating and materials that follow have places of their own, and data are disputed where they are shown. */
export function Actions({ entry }: { entry: CaseDetail }) {
  const shown = entry.actions
    .filter((action) => !['rate', 'save', 'dispute', 'materials'].includes(action.verb))
    // A fee with a place to pay is paid there.
    .filter((action) => action.verb !== 'pay' || !entry.orders.some((order) => order.payUrl));
  if (shown.length === 0) return null;
  const ordered = [...shown.filter((action) => action.primary), ...shown.filter((action) => !action.primary)];
  return (
    <div className="actions no-print">
      {ordered.map((action) => (
        <Action key={action.verb} entry={entry} action={action} />
      ))}
    </div>
  );
}

function Action({ entry, action }: { entry: CaseDetail; action: CaseAction }) {
  const { text } = useWords();
  const [open, setOpen] = useState(false);
  const variant: ButtonVariant = action.primary
    ? 'primary'
    : action.verb === 'withdraw'
      ? 'danger'
      : 'secondary';
  if (action.verb === 'resubmit' || action.verb === 'submit') {
    return (
      <Link
        to={`/apply/${encodeURIComponent(entry.item.code)}?case=${entry.id}`}
        className={buttonClass(variant)}
      >
        {text(action.label)}
      </Link>
    );
  }
  return (
    <>
      <Button variant={variant} onClick={() => setOpen(true)}>
        {text(action.label)}
      </Button>
      {open && <ActionDialog entry={entry} action={action} onClose={() => setOpen(false)} />}
    </>
  );
}

interface ActionDialogProps {
  entry: CaseDetail;
  action: CaseAction;
  onClose: () => void;
}

/** Says what will happen, asks what the action needs, and carries it out. */
function ActionDialog({ entry, action, onClose }: ActionDialogProps) {
  const { t, text } = useWords();
  const [answers, setAnswers] = useState<Answers>({});
  const [errors, setErrors] = useState<{ id: string; text: string }[]>([]);
  const send = useVerb(entry, onClose);
  // Which order is to be paid follows from the case; nobody types it.
  const fields = action.verb === 'pay' ? [] : Object.entries(action.input?.properties ?? {});
  const required = (name: string) => action.input?.required?.includes(name) ?? false;
  const effect = effects[action.verb];

  function check() {
    return fields.flatMap(([name, field]) => {
      const title = field['x-title'] ? text(field['x-title']) : name;
      const wrong = checkAnswer(field, title, answers[name], required(name), t);
      return wrong ? [{ id: fieldId(name), text: wrong }] : [];
    });
  }

  return (
    <Dialog title={text(action.label)} closeLabel={t('close')} onClose={onClose}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = check();
          setErrors(found);
          if (found.length === 0) send.mutate(verbCommand(entry, action, answers));
        }}
      >
        {action.verb === 'confirm' && <ConfirmedFacts entry={entry} />}
        {action.verb === 'pay' && <ToPay entry={entry} />}
        {effect && <p>{t(effect)}</p>}
        {send.error && <ProblemNotice error={send.error} />}
        <ErrorSummary title={t('form.errors', { n: errors.length })} errors={errors} />
        {fields.map(([name, field]) => {
          const asked = {
            name,
            field,
            value: answers[name],
            error: errors.find((error) => error.id === fieldId(name))?.text,
            onChange: (value: unknown) => setAnswers({ ...answers, [name]: value }),
          };
          return action.verb === 'confirm' && name === 'agree' ? (
            <AgreeField key={name} {...asked} />
          ) : (
            <FieldInput key={name} {...asked} required={required(name)} choices={undefined} />
          );
        })}
        <div className="actions">
          <Button
            type="submit"
            variant={action.verb === 'withdraw' ? 'danger' : 'primary'}
            busy={send.isPending}
          >
            {action.verb === 'confirm' ? t(`case.answer.${answerOf(answers['agree'])}`) : text(action.label)}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the button of another party says: the answer that it sends. */
function answerOf(agree: unknown): 'yes' | 'no' | 'none' {
  if (agree === undefined) return 'none';
  return agree === true ? 'yes' : 'no';
}

/** What follows from a verb, said before it is done. */
const effects: Partial<Record<CaseAction['verb'], string>> = {
  withdraw: 'effects.withdraw',
  'ask-person': 'effects.askPerson',
  dispute: 'effects.dispute',
  confirm: 'effects.confirm',
  pay: 'effects.pay',
};

export function verbCommand(entry: CaseDetail, action: CaseAction, body: Answers) {
  // A rating is true whatever has happened to the case since.
  const version = action.verb === 'rate' ? {} : { version: entry.version };
  return { path: `/api/v1/cases/${entry.id}/${action.verb}`, body, ...version };
}

/** Carries out a verb; afterwards, or when the case turns out to have changed, it is read anew. */
export function useVerb(entry: CaseDetail, onDone: () => void) {
  const client = useQueryClient();
  const { lang } = useWords();
  const readAnew = () => client.invalidateQueries({ queryKey: apiKey(`/api/v1/cases/${entry.id}`) });
  return useSend<CaseAnswer>(
    (answer) => {
      void readAnew();
      void client.invalidateQueries({ queryKey: apiKey('/api/v1/cases?scope=mine') });
      if (answer.payUrl) window.location.assign(channelPage(answer.payUrl, lang));
      onDone();
    },
    (error) => {
      if (error instanceof ApiError && error.status === 412) void readAnew();
    },
  );
}
