import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../lib/cx.ts';

/** How wide an answer is expected to be. */
export type Width = 'short' | 'medium' | 'full';

export interface TextInputProps extends ComponentProps<'input'> {
  expect?: Width;
  /** Said after the control, as 「平方米」. */
  unit?: ReactNode;
}

export function TextInput({ expect = 'full', unit, className, ...rest }: TextInputProps) {
  const input = <input type="text" {...rest} className={cx('qc-input', `qc-input--${expect}`, className)} />;
  if (!unit) return input;
  return (
    <span className={`qc-input-row qc-input--${expect}`}>
      {input}
      <span className="qc-input__unit">{unit}</span>
    </span>
  );
}

/** The browser's own date control. */
export function DateInput(props: ComponentProps<'input'>) {
  return <TextInput {...props} type="date" expect="medium" />;
}

export function TextArea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} rows={rows} className={cx('qc-input', 'qc-input--area', className)} />;
}

export interface SelectOption {
  value: string;
  label: string;
}

export interface NativeSelectProps extends ComponentProps<'select'> {
  options: SelectOption[];
  /** First line, which is no answer. */
  placeholder?: string;
}

export function NativeSelect({ options, placeholder, className, ...rest }: NativeSelectProps) {
  return (
    <select {...rest} className={cx('qc-input', 'qc-input--select', className)}>
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
