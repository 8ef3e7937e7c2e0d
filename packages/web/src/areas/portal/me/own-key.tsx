import type { ReactNode } from 'react';
import { LinkButton, Notice } from '@quancheng/ui';
import { End } from './end.tsx';

interface OwnKeyProps {
  title: ReactNode;
  /** What is said of it, a line each. */
  lines: readonly string[];
  /** Absent where one must sign in anew before. */
  remove?: { path: string; refresh: string; label: string; labelFor: string; text: string } | undefined;
}

/** One of the keys by which one enters one's account: a passkey or a certificate. */
export function OwnKey({ title, lines, remove }: OwnKeyProps) {
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">{title}</p>
        {lines.map((line) => (
          <p key={line} className="case-row__more">
            {line}
          </p>
        ))}
      </div>
      {remove && (
        <div className="case-row__state">
          <End
            command={{ path: remove.path }}
            refresh={remove.refresh}
            yes={remove.label}
            label={remove.label}
            labelFor={remove.labelFor}
            text={remove.text}
          />
        </div>
      )}
    </li>
  );
}

/** Keys change only right after one signed in. */
export function SignInAgain({
  title,
  text,
  label,
  back,
}: {
  title: string;
  text: string;
  label: string;
  back: string;
}) {
  return (
    <Notice title={title}>
      <p>{text}</p>
      <LinkButton variant="secondary" href={`/auth/login?again=1&return=${encodeURIComponent(back)}`}>
        {label}
      </LinkButton>
    </Notice>
  );
}
