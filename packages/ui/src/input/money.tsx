import { useState } from 'react';
import type { ControlProps } from '../field/field.tsx';
import { TextInput } from './input.tsx';

export interface MoneyInputProps extends ControlProps {
  name: string;
  /** In fen. */
  value: number | undefined;
  unit: string;
  onChange: (fen: number | undefined) => void;
}

/** Asks for yuan with up to two decimals, keeps fen; what one typed stays as typed. */
export function MoneyInput({ value, unit, onChange, ...rest }: MoneyInputProps) {
  const [typed, setTyped] = useState(value === undefined ? '' : yuan(value));
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      expect="short"
      unit={unit}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(fenOf(event.target.value));
      }}
    />
  );
}

/** Fen as yuan: `8050` → `80.5`, without a trailing zero. */
export function yuan(fen: number): string {
  return String(fen / 100);
}

/** Typed yuan as fen; undefined where it is no amount. */
export function fenOf(typed: string): number | undefined {
  const match = /^\s*(\d{1,12})(?:[.\u3002](\d{0,2}))?\s*$/.exec(typed.replace(/[,\uff0c]/g, ''));
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
