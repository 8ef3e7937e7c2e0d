import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';

export type Tone = 'info' | 'success' | 'caution' | 'danger';

const icons = { info: Info, success: CircleCheck, caution: TriangleAlert, danger: CircleAlert };

export interface NoticeProps {
  tone?: Tone;
  title?: ReactNode;
  /** `alert` for what must be heard at once, `status` for what may wait. */
  announce?: 'alert' | 'status';
  children?: ReactNode;
}

export function Notice({ tone = 'info', title, announce, children }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`qc-notice qc-notice--${tone}`} role={announce}>
      <Icon size={22} aria-hidden className="qc-notice__icon" />
      <div className="qc-notice__body">
        {title && <p className="qc-notice__title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** A line over the whole page, as for being offline. */
export function Banner({ tone = 'caution', children }: { tone?: Tone; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <output className={`qc-banner qc-banner--${tone}`}>
      <Icon size={20} aria-hidden />
      <span>{children}</span>
    </output>
  );
}
