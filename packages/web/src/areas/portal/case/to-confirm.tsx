import { FactList, FieldGroup, Radios } from '@quancheng/ui';
import type { CaseDetail, FormField } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { fieldId } from '../form/field-input.tsx';
import { answerFacts } from './answer-facts.tsx';

/** What another party is asked to stand for, before the button that answers. */
export function ToConfirm({ entry }: { entry: CaseDetail }) {
  const { t } = useWords();
  if (entry.waiting !== 'confirm') return null;
  return (
    <section aria-labelledby="to-confirm">
      <h2 id="to-confirm">{t('case.toConfirm')}</h2>
      <ConfirmedFacts entry={entry} />
    </section>
  );
}

/** Who applies for what, and the answers that the process names. */
export function ConfirmedFacts({ entry }: { entry: CaseDetail }) {
  const words = useWords();
  const { t, text } = words;
  const confirms = entry.actions.find(({ verb }) => verb === 'confirm')?.confirms ?? [];
  return (
    <FactList
      facts={[
        { key: 'applicant', label: t('case.applicant'), value: <AsWritten>{entry.applicant}</AsWritten> },
        { key: 'item', label: t('case.item'), value: text(entry.item.title) },
        ...answerFacts(entry, confirms, words),
      ]}
    />
  );
}

interface AgreeFieldProps {
  name: string;
  field: FormField;
  value: unknown;
  error: string | undefined;
  onChange: (agree: boolean) => void;
}

/** The question whether one agrees, answered in words that stand for themselves. */
export function AgreeField({ name, field, value, error, onChange }: AgreeFieldProps) {
  const { t, text } = useWords();
  const id = fieldId(name);
  return (
    <FieldGroup id={id} label={field['x-title'] ? text(field['x-title']) : name} error={error}>
      <Radios
        id={id}
        name={name}
        choices={[
          { value: 'true', label: t('case.answer.yes') },
          { value: 'false', label: t('case.answer.no') },
        ]}
        value={value === undefined ? undefined : String(value)}
        onChange={(chosen) => onChange(chosen === 'true')}
      />
    </FieldGroup>
  );
}
