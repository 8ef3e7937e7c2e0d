import type { MouseEvent } from 'react';
import { buttonClass } from '../button/button.tsx';

export interface PagerProps {
  /** Where the next part is without script. */
  href: string;
  label: string;
  busy?: boolean;
  onMore: () => void;
}

/** «Load more»: a link that script makes load in place. */
export function Pager({ href, label, busy, onMore }: PagerProps) {
  return (
    <div className="qc-pager">
      <a
        className={buttonClass('secondary')}
        href={href}
        aria-busy={busy || undefined}
        onClick={(event: MouseEvent) => {
          event.preventDefault();
          if (!busy) onMore();
        }}
      >
        <span>{label}</span>
      </a>
    </div>
  );
}
