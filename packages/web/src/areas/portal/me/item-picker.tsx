import { useState } from 'react';
import { Button, Field, TextInput } from '@quancheng/ui';
import { Plus, X } from 'lucide-react';
import { useApi } from '../../../api/queries.ts';
import type { ItemSummary, Page, Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';

type Item = { code: string; title: Text };

interface ItemPickerProps {
  object: 'person' | 'enterprise';
  value: Item[];
  error: string | undefined;
  onChange: (items: Item[]) => void;
}

/** Chooses items by searching for them; a click adds one, another takes it away. */
export function ItemPicker({ object, value, error, onChange }: ItemPickerProps) {
  const { t, text } = useWords();
  const [typed, setTyped] = useState('');
  const asked = new URLSearchParams({ limit: '6', object, ...(typed.trim() ? { q: typed.trim() } : {}) });
  const query = useApi<Page<ItemSummary>>(`/api/v1/items?${asked.toString()}`);
  const found = query.data?.items.filter((item) => !value.some(({ code }) => code === item.code)) ?? [];
  return (
    <div className="picker">
      <Field id="items" label={t('grant.item')} help={t('grant.itemHelp')} error={error}>
        {(control) => (
          <TextInput
            {...control}
            type="search"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      {query.data && found.length === 0 && <p className="soft">{t('grant.noItem')}</p>}
      <ul className="picker__list">
        {found.map((item) => (
          <li key={item.code}>
            <Button
              variant="quiet"
              icon={<Plus size={18} aria-hidden />}
              aria-label={t('grant.add', { name: text(item.title) })}
              onClick={() => onChange([...value, { code: item.code, title: item.title }])}
            >
              {text(item.title)}
            </Button>
          </li>
        ))}
      </ul>
      {value.length > 0 && <output>{t('grant.chosen', { n: value.length })}</output>}
      <ul className="picker__list">
        {value.map((item) => (
          <li key={item.code}>
            <Button
              variant="secondary"
              icon={<X size={18} aria-hidden />}
              aria-label={t('grant.remove', { name: text(item.title) })}
              onClick={() => onChange(value.filter(({ code }) => code !== item.code))}
            >
              {text(item.title)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
