import { Button, Input, Select } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import { newKey } from '../../../api/client.ts';
import type { DeskCase } from '../api/types.ts';
import { useDeskWords } from '../words.ts';

export interface Correction {
  key: string;
  /** `/form/…` or `/materials/…`. */
  path: string;
  zh: string;
  en: string;
}

export function newCorrection(): Correction {
  return { key: newKey(), path: '', zh: '', en: '' };
}

type Words = ReturnType<typeof useDeskWords>['w'];

/** What is still missing in the list, each with the control that it stands beside. */
export function checkCorrections(list: readonly Correction[], w: Words): { id: string; text: string }[] {
  return list.flatMap(({ key, path, zh }, index) => [
    ...(path === '' ? [{ id: `path-${key}`, text: w('correction.choosePath', { n: index + 1 }) }] : []),
    ...(zh.trim().length < 2 ? [{ id: `zh-${key}`, text: w('correction.sayWhat', { n: index + 1 }) }] : []),
  ]);
}

interface CorrectionEditorProps {
  entry: DeskCase;
  value: Correction[];
  wrong: readonly { id: string; text: string }[];
  onChange: (value: Correction[]) => void;
}

/** The one notice in which everything is asked for: which answers or materials, and what of each. */
export function CorrectionEditor({ entry, value, wrong, onChange }: CorrectionEditorProps) {
  const { w, text } = useDeskWords();
  const set = (key: string, change: Partial<Correction>) =>
    onChange(value.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const fields = entry.schema['x-steps']
    .flatMap((step) => step.fields)
    .filter((name) => entry.form[name] !== undefined && !entry.sources[name]?.locked)
    .map((name) => {
      const title = entry.schema.properties[name]?.['x-title'];
      return { value: `/form/${name}`, label: title ? text(title) : name };
    });
  const materials = entry.materials.map(({ id, name }) => ({ value: `/materials/${id}`, label: text(name) }));
  const groups = [
    { label: w('answers.title'), options: fields },
    { label: w('papers.title'), options: materials },
  ].filter((group) => group.options.length > 0);
  const errorOf = (id: string) => wrong.find((error) => error.id === id)?.text;
  return (
    <fieldset className="desk-step">
      <legend>{w('correction.title')}</legend>
      {value.map((row, index) => {
        const pathError = row.path === '' ? errorOf(`path-${row.key}`) : undefined;
        const textError = row.zh.trim().length < 2 ? errorOf(`zh-${row.key}`) : undefined;
        return (
          <fieldset
            key={row.key}
            className="desk-correction"
            aria-label={w('correction.nth', { n: index + 1 })}
          >
            <div className="desk-field">
              <label className="desk-field__label" htmlFor={`path-${row.key}`}>
                {w('correction.path')}
              </label>
              {pathError && <p className="desk-field__error">{pathError}</p>}
              <Select
                id={`path-${row.key}`}
                className="desk-wide"
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={w('correction.pathHint')}
                options={groups}
                value={row.path || null}
                onChange={(path: string | null) => set(row.key, { path: path ?? '' })}
              />
            </div>
            <div className="desk-field">
              <label className="desk-field__label" htmlFor={`zh-${row.key}`}>
                {w('correction.text')}
              </label>
              {textError && <p className="desk-field__error">{textError}</p>}
              <Input.TextArea
                id={`zh-${row.key}`}
                rows={2}
                maxLength={500}
                value={row.zh}
                onChange={(event) => set(row.key, { zh: event.target.value })}
              />
            </div>
            <div className="desk-field">
              <label className="desk-field__label" htmlFor={`en-${row.key}`}>
                {w('correction.english')}
              </label>
              <Input
                id={`en-${row.key}`}
                maxLength={500}
                value={row.en}
                onChange={(event) => set(row.key, { en: event.target.value })}
              />
            </div>
            {value.length > 1 && (
              <Button
                size="small"
                icon={<Trash2 size={16} aria-hidden />}
                onClick={() => onChange(value.filter((other) => other.key !== row.key))}
              >
                {w('correction.remove', { n: index + 1 })}
              </Button>
            )}
          </fieldset>
        );
      })}
      <Button icon={<Plus size={16} aria-hidden />} onClick={() => onChange([...value, newCorrection()])}>
        {w('correction.add')}
      </Button>
    </fieldset>
  );
}
