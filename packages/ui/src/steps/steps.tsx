import type { ReactNode } from 'react';

export interface Step {
  key: string;
  title: ReactNode;
  detail?: ReactNode;
  note?: ReactNode;
}

/** What happens one after the other, numbered. */
export function Steps({ steps }: { steps: Step[] }) {
  return (
    <ol className="qc-steps">
      {steps.map((step) => (
        <li key={step.key} className="qc-step">
          <div className="qc-step__title">
            {step.title}
            {step.note && <span className="qc-step__note">{step.note}</span>}
          </div>
          {step.detail && <div className="qc-step__detail">{step.detail}</div>}
        </li>
      ))}
    </ol>
  );
}

export interface TimelineEntry {
  key: string;
  time: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
}

/** What has happened, the newest first. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <ol className="qc-timeline">
      {entries.map((entry) => (
        <li key={entry.key} className="qc-timeline__entry">
          <div className="qc-timeline__title">{entry.title}</div>
          <div className="qc-timeline__time">{entry.time}</div>
          {entry.detail && <div className="qc-timeline__detail">{entry.detail}</div>}
        </li>
      ))}
    </ol>
  );
}
