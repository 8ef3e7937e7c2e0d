import type { ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import { cx } from '../lib/cx.ts';

/** What a field hands to its control so that label, help and error belong to it. */
export interface ControlProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

interface Common {
  id: string;
  label: ReactNode;
  /** Said after the label, as 「选填」. */
  note?: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
}

export interface FieldProps extends Common {
  children: (control: ControlProps) => ReactNode;
}

/** One control with its label, help and error. */
export function Field({ id, label, note, help, error, children }: FieldProps) {
  return (
    <div className={cx('qc-field', Boolean(error) && 'qc-field--error')}>
      <label className="qc-field__label" htmlFor={id}>
        {label}
        {note && <span className="qc-field__note">{note}</span>}
      </label>
      <Words id={id} help={help} error={error} />
      {children(controlProps(id, help, error))}
    </div>
  );
}

export interface FieldGroupProps extends Common {
  children: ReactNode;
}

/** Several controls that answer one question. */
export function FieldGroup({ id, label, note, help, error, children }: FieldGroupProps) {
  return (
    <fieldset
      className={cx('qc-field', Boolean(error) && 'qc-field--error')}
      aria-describedby={controlProps(id, help, error)['aria-describedby']}
    >
      <legend className="qc-field__label">
        {label}
        {note && <span className="qc-field__note">{note}</span>}
      </legend>
      <Words id={id} help={help} error={error} />
      {children}
    </fieldset>
  );
}

function controlProps(id: string, help: ReactNode, error: ReactNode): ControlProps {
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(error ? { 'aria-invalid': true as const } : {}),
  };
}

function Words({ id, help, error }: { id: string; help: ReactNode; error: ReactNode }) {
  return (
    <>
      {help && (
        <div className="qc-field__help" id={`${id}-help`}>
          {help}
        </div>
      )}
      {error && (
        <div className="qc-field__error" id={`${id}-error`}>
          <CircleAlert size={18} aria-hidden />
          <span>{error}</span>
        </div>
      )}
    </>
  );
}
