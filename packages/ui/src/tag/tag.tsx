import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, CircleDashed, CirclePause, CircleX, Clock } from 'lucide-react';
import { cx } from '../lib/cx.ts';

export type TagTone = 'neutral' | 'brand' | 'success' | 'caution' | 'danger' | 'info';

export function Tag({ tone = 'neutral', children }: { tone?: TagTone; children: ReactNode }) {
  return <span className={cx('qc-tag', `qc-tag--${tone}`)}>{children}</span>;
}

const kinds = {
  draft: { tone: 'neutral', Icon: CircleDashed },
  working: { tone: 'info', Icon: Clock },
  waiting: { tone: 'caution', Icon: CircleAlert },
  paused: { tone: 'neutral', Icon: CirclePause },
  good: { tone: 'success', Icon: CircleCheck },
  bad: { tone: 'danger', Icon: CircleX },
  over: { tone: 'neutral', Icon: CircleX },
} as const;

/** How a matter stands, told by words, icon and colour together. */
export type StatusKind = keyof typeof kinds;

export function StatusTag({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  const { tone, Icon } = kinds[kind];
  return (
    <span className={cx('qc-tag', `qc-tag--${tone}`)}>
      <Icon size={16} aria-hidden />
      {children}
    </span>
  );
}
