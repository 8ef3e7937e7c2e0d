import type { ReactNode } from 'react';

export interface Choice {
  value: string;
  label: ReactNode;
  detail?: ReactNode;
}

export interface RadiosProps {
  /** Also the id of the first one, so that an error summary can point to it. */
  id: string;
  name: string;
  choices: Choice[];
  value: string | undefined;
  onChange: (value: string) => void;
}

/** One of a few; for the inside of a `FieldGroup`. */
export function Radios({ id, name, choices, value, onChange }: RadiosProps) {
  return (
    <div className="qc-choices">
      {choices.map((choice, index) => (
        <label key={choice.value} className="qc-choice">
          <input
            type="radio"
            id={index === 0 ? id : `${id}-${index}`}
            name={name}
            value={choice.value}
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
          />
          <ChoiceWords choice={choice} />
        </label>
      ))}
    </div>
  );
}

export interface CheckboxesProps {
  id: string;
  name: string;
  choices: Choice[];
  value: string[];
  onChange: (value: string[]) => void;
}

/** Any of a few; for the inside of a `FieldGroup`. */
export function Checkboxes({ id, name, choices, value, onChange }: CheckboxesProps) {
  return (
    <div className="qc-choices">
      {choices.map((choice, index) => (
        <label key={choice.value} className="qc-choice">
          <input
            type="checkbox"
            id={index === 0 ? id : `${id}-${index}`}
            name={name}
            value={choice.value}
            checked={value.includes(choice.value)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...value, choice.value]
                  : value.filter((entry) => entry !== choice.value),
              )
            }
          />
          <ChoiceWords choice={choice} />
        </label>
      ))}
    </div>
  );
}

export interface CheckboxProps {
  id: string;
  name: string;
  label: ReactNode;
  checked: boolean;
  error?: ReactNode;
  onChange: (checked: boolean) => void;
}

/** A single statement to agree with. */
export function Checkbox({ id, name, label, checked, error, onChange }: CheckboxProps) {
  return (
    <div className={error ? 'qc-field qc-field--error' : 'qc-field'}>
      {error && (
        <div className="qc-field__error" id={`${id}-error`}>
          <span>{error}</span>
        </div>
      )}
      <label className="qc-choice qc-choice--single">
        <input
          type="checkbox"
          id={id}
          name={name}
          checked={checked}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className="qc-choice__label">{label}</span>
      </label>
    </div>
  );
}

function ChoiceWords({ choice }: { choice: Choice }) {
  return (
    <span>
      <span className="qc-choice__label">{choice.label}</span>
      {choice.detail && <span className="qc-choice__detail">{choice.detail}</span>}
    </span>
  );
}
