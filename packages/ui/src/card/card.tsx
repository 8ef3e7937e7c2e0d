import type { ComponentProps } from 'react';
import { cx } from '../lib/cx.ts';

export interface CardProps extends ComponentProps<'div'> {
  tone?: 'plain' | 'tint' | 'sunk';
}

/** A quiet surface for things that belong together. */
export function Card({ tone = 'plain', className, ...rest }: CardProps) {
  return <div {...rest} className={cx('qc-card', `qc-card--${tone}`, className)} />;
}
