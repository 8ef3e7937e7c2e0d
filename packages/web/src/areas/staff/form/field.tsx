import type { ReactNode } from 'react';

interface FieldProps {
  /** Of the control within. */
  id: string;
  label: string;
  help?: ReactNode;
  /** What is wrong with it. */
  wrong?: string | undefined;
  children: ReactNode;
}

/** A control with its label, its help, and what is wrong with it. */
export function Field({ id, label, help, wrong, children }: FieldProps) {
  return (
    <div className={wrong ? 'desk-field desk-field--wrong' : 'desk-field'}>
      <label className="desk-field__label" htmlFor={id}>
        {label}
      </label>
      {help && (
        <p className="desk-field__help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {wrong && (
        <p className="desk-field__error" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      {children}
    </div>
  );
}

/** What a control says of itself to voices. */
export function told(id: string, wrong: string | undefined) {
  return wrong
    ? { 'aria-invalid': true as const, 'aria-describedby': `${id}-wrong` }
    : { 'aria-describedby': `${id}-help` };
}
