import { useEffect, useRef } from 'react';

export interface ErrorSummaryProps {
  title: string;
  errors: { id: string; text: string }[];
  /** Where an error is on another page: called instead of the jump. */
  onPick?: (id: string) => void;
  /** Counts the tries to go on, where errors go away while one answers: only a try then takes the focus. */
  attempt?: number;
}

/** All errors of a page with links to their fields; takes the focus when it appears or changes. */
export function ErrorSummary({ title, errors, onPick, attempt }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const occasion = attempt ?? errors;
  useEffect(() => {
    box.current?.focus();
  }, [occasion]);
  if (errors.length === 0) return null;
  return (
    <div className="qc-error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2 className="qc-error-summary__title">{title}</h2>
      <ul>
        {errors.map((error) => (
          <li key={error.id + error.text}>
            <a
              href={`#${error.id}`}
              onClick={(event) => {
                event.preventDefault();
                if (onPick) onPick(error.id);
                else document.getElementById(error.id)?.focus();
              }}
            >
              {error.text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
