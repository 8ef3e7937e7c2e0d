import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../lib/cx.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

/** Class names of a button, for links of a router that should look like one. */
export function buttonClass(variant: ButtonVariant = 'primary', wide = false): string {
  return cx('qc-button', `qc-button--${variant}`, wide && 'qc-button--wide');
}

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  icon?: ReactNode;
  wide?: boolean;
  /** Being carried out: stays focusable, takes no second click. */
  busy?: boolean;
}

export function Button({
  variant = 'primary',
  icon,
  wide,
  busy,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(buttonClass(variant, wide), className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon}
      <span>{children}</span>
    </button>
  );
}

export interface LinkButtonProps extends ComponentProps<'a'> {
  variant?: ButtonVariant;
  icon?: ReactNode;
  wide?: boolean;
}

export function LinkButton({
  variant = 'primary',
  icon,
  wide,
  children,
  className,
  ...rest
}: LinkButtonProps) {
  return (
    <a {...rest} className={cx(buttonClass(variant, wide), className)}>
      {icon}
      <span>{children}</span>
    </a>
  );
}
