import type { ReactNode } from 'react';
import { Fault } from '../../staff/shell/states.tsx';
import { FormErrors } from './fields.tsx';
import type { OpenForm } from './use-desk-form.ts';

interface SheetProps {
  form: OpenForm;
  /** What the server said of the last try. */
  error: Error | null;
  onSubmit: () => void;
  children: ReactNode;
}

/** A page of questions that is handed in as one: what went wrong stands first. */
export function Sheet({ form, error, onSubmit, children }: SheetProps) {
  return (
    <form
      className="desk-form desk-sheet"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {error && <Fault error={error} />}
      <FormErrors forms={[form]} />
      {children}
    </form>
  );
}
