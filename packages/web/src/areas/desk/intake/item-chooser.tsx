import { useState } from 'react';
import { Select } from 'antd';
import type { ItemSummary, Page } from '../../../api/types.ts';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useLater } from '../../staff/use-later.ts';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

interface ItemChooserProps {
  code: string;
  onChoose: (code: string | null) => void;
}

/** Finds an item by words, pinyin or code as one types. */
export function ItemChooser({ code, onChoose }: ItemChooserProps) {
  const { w, text } = useDeskWords();
  const [typed, setTyped] = useState('');
  const asked = useLater(typed, 250);
  const found = useStaffApi<Page<ItemSummary>>(`/api/v1/items?limit=20&q=${encodeURIComponent(asked)}`);
  const chosen = useStaffApi<ItemSummary>(code ? `/api/v1/items/${encodeURIComponent(code)}` : null);
  const items = [...(found.data?.items ?? [])];
  if (chosen.data && !items.some((item) => item.code === chosen.data.code)) items.unshift(chosen.data);
  return (
    <div className="desk-field">
      <label className="desk-field__label" htmlFor="intake-item">
        {w('intake.item')}
      </label>
      <Select
        id="intake-item"
        className="desk-wide"
        allowClear
        showSearch={{ filterOption: false, onSearch: setTyped }}
        loading={found.isFetching}
        placeholder={w('intake.itemHint')}
        notFoundContent={w('intake.noItem')}
        // Until its name is known there is nothing to show: a code says nothing.
        value={chosen.data?.code ?? null}
        options={items.map((item) => ({
          value: item.code,
          label: (
            <>
              {text(item.title)} · <AsWritten>{item.name}</AsWritten>
            </>
          ),
        }))}
        onChange={(value: string | null | undefined) => onChoose(value ?? null)}
      />
      {found.error && <Fault error={found.error} onRetry={() => void found.refetch()} />}
    </div>
  );
}
