import { Lock } from 'lucide-react';
import type { FieldSource } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { DisputeButton } from './dispute.tsx';
import { fieldId } from './field-input.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

interface LockedFieldProps {
  name: string;
  label: string;
  value: string;
  source: FieldSource;
  /** How the record calls the field. */
  recordField: string;
}

/** What is known already: shown with its source, not asked again, and open to dispute. */
export function LockedField({ name, label, value, source, recordField }: LockedFieldProps) {
  const { text } = useWords();
  const from = useSourceWords();
  return (
    <div className="locked" id={fieldId(name)} tabIndex={-1}>
      <div>
        <p className="locked__label">{label}</p>
        <p className="locked__value">
          <AsWritten>{value}</AsWritten>
        </p>
        <p className="locked__source">
          <Lock size={14} aria-hidden />
          {from(source)}
        </p>
      </div>
      <DisputeButton
        disputed={{
          resource: source.resource,
          field: recordField,
          label,
          value,
          agency: text(source.agency),
        }}
      />
    </div>
  );
}

/** Says where a filled value came from. */
export function useSourceWords(): (source: FieldSource) => string {
  const { t, lang, text } = useWords();
  return (source) =>
    t(source.asOf ? 'form.sourceOn' : 'form.source', {
      resource: text(source.resourceName),
      agency: text(source.agency),
      day: source.asOf ? formatDate(source.asOf, lang) : '',
    });
}
