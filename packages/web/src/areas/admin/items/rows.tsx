import { useState, type ReactNode } from 'react';
import { Button, Input } from 'antd';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { Lang, Text } from '../../../api/types.ts';
import { pick } from '../../../lib/format.ts';
import { useAdminWords } from '../words.ts';
import type { ControlProps } from './controls.tsx';

interface RowsProps extends ControlProps {
  children: (id: string, row: unknown, onRow: (row: unknown) => void) => ReactNode;
}

/** A list that is written as rows, each opened when it is worked on. */
export function Rows({ id, element, value, onChange, children }: RowsProps) {
  const { w, lang } = useAdminWords();
  const rows = Array.isArray(value) ? (value as unknown[]) : [];
  const [fresh, setFresh] = useState<number | null>(null);
  const simple = element.kind === 'texts';
  const put = (at: number, row: unknown) => onChange(rows.with(at, row ?? {}));
  const move = (at: number, by: number) => {
    const next = rows.toSpliced(at, 1);
    onChange(next.toSpliced(at + by, 0, rows[at]));
  };
  return (
    <>
      {rows.length === 0 && <p className="desk-soft">{w('rows.none')}</p>}
      <ol className="admin-rows" id={id}>
        {rows.map((row, at) => {
          const rowId = `${id}-${at}`;
          const body = children(rowId, row, (next) => put(at, next));
          const tools = (
            <RowTools
              name={w('rows.row', { n: at + 1 })}
              first={at === 0}
              last={at === rows.length - 1}
              onMove={(by) => move(at, by)}
              onRemove={() => onChange(rows.toSpliced(at, 1))}
            />
          );
          // A row has no key of its own: its place is what tells it from the others.
          return simple ? (
            <li key={rowId} className="admin-row admin-row--simple">
              <span id={`${rowId}-label`} className="visually-hidden">
                {w('rows.row', { n: at + 1 })}
              </span>
              {body}
              {tools}
            </li>
          ) : (
            <li key={rowId} className="admin-row">
              <details open={at === fresh}>
                <summary>{titleOf(row, lang) || w('rows.row', { n: at + 1 })}</summary>
                <div className="admin-row__body">
                  {body}
                  {tools}
                </div>
              </details>
            </li>
          );
        })}
      </ol>
      <Button
        size="small"
        icon={<Plus size={16} aria-hidden />}
        aria-describedby={`${id}-label`}
        onClick={() => {
          setFresh(rows.length);
          onChange([...rows, simple ? { zh: '', en: '' } : {}]);
        }}
      >
        {w('rows.add')}
      </Button>
    </>
  );
}

function RowTools({
  name,
  first,
  last,
  onMove,
  onRemove,
}: {
  name: string;
  first: boolean;
  last: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}) {
  const { w } = useAdminWords();
  const says = (key: 'up' | 'down' | 'remove') => ({
    title: w(`rows.${key}`),
    'aria-label': `${w(`rows.${key}`)} · ${name}`,
  });
  return (
    <div className="admin-row__tools">
      <Button
        size="small"
        icon={<ArrowUp size={16} aria-hidden />}
        {...says('up')}
        disabled={first}
        onClick={() => onMove(-1)}
      />
      <Button
        size="small"
        icon={<ArrowDown size={16} aria-hidden />}
        {...says('down')}
        disabled={last}
        onClick={() => onMove(1)}
      />
      <Button
        size="small"
        danger
        icon={<Trash2 size={16} aria-hidden />}
        {...says('remove')}
        onClick={onRemove}
      />
    </div>
  );
}

/** The first text of a row names it. */
function titleOf(row: unknown, lang: Lang): string {
  const parts = Object.values((row ?? {}) as Record<string, unknown>);
  const named = parts.find((part) => typeof part === 'object' && part !== null && 'zh' in part) as
    Text | undefined;
  return named ? pick(named, lang) : parts.filter((part) => typeof part === 'string').join(' ');
}

/** Names with numbers or words, such as the dated parameters of a term. */
export function Values({ id, value, onChange }: ControlProps) {
  const { w } = useAdminWords();
  const entries = Object.entries((value ?? {}) as Record<string, string | number>);
  const put = (next: [string, string | number][]) =>
    onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  return (
    <>
      <ul className="desk-plain" id={id}>
        {entries.map(([name, held], at) => (
          <li key={`${id}-${String(at)}`} className="desk-row">
            <Input
              className="admin-date"
              aria-label={w('rows.valueName')}
              value={name}
              onChange={(event) => put(entries.with(at, [event.target.value, held]))}
            />
            <Input
              className="admin-date"
              aria-label={w('rows.value')}
              value={String(held)}
              onChange={(event) => put(entries.with(at, [name, numberOf(event.target.value)]))}
            />
            <Button
              size="small"
              danger
              icon={<Trash2 size={16} aria-hidden />}
              aria-label={`${w('rows.remove')} · ${name}`}
              onClick={() => put(entries.toSpliced(at, 1))}
            />
          </li>
        ))}
      </ul>
      <Button size="small" aria-describedby={`${id}-label`} onClick={() => put([...entries, ['', '']])}>
        {w('rows.add')}
      </Button>
    </>
  );
}

/** What looks like a number is one; anything else stays as it was typed. */
function numberOf(typed: string): string | number {
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
}
