import { useEffect, useState } from 'react';
import { SearchBox } from '@quancheng/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { getJson } from '../api/client.ts';
import { apiKey } from '../api/queries.ts';
import type { ItemSuggestion } from '../api/types.ts';
import { useWords } from '../i18n/i18n.ts';

interface ItemSearchProps {
  label: string;
  labelHidden?: boolean;
  defaultValue?: string;
  size?: 'normal' | 'large';
}

/** The search for items, with suggestions that lead straight to a guide. */
export function ItemSearch(props: ItemSearchProps) {
  const { t, text } = useWords();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const asked = useSettled(typed.trim(), 120);
  const path = `/api/v1/items/suggest?q=${encodeURIComponent(asked)}`;
  const { data } = useQuery({
    queryKey: apiKey(path),
    queryFn: ({ signal }) => getJson<{ items: ItemSuggestion[] }>(path, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const items = typed.trim() === '' ? [] : (data?.items ?? []);
  return (
    <SearchBox
      {...props}
      id="q"
      action="/search"
      name="q"
      placeholder={t('search.placeholder')}
      button={t('search.button')}
      suggestions={items.map((item) => ({ id: item.code, label: text(item.title) }))}
      suggestionsLabel={t('search.suggestions', { n: items.length })}
      onType={setTyped}
      onPick={(code) => void navigate(`/items/${encodeURIComponent(code)}`)}
      onSubmit={(words) => void navigate(`/search?q=${encodeURIComponent(words.trim())}`)}
    />
  );
}

/** The value once it has not changed for a while. */
function useSettled(value: string, milliseconds: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
