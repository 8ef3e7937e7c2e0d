import { useState } from 'react';
import { Select } from 'antd';
import type { ItemSummary, Page, Text } from '../../../api/types.ts';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Field, told } from '../../staff/form/field.tsx';
import { Fault } from '../../staff/shell/states.tsx';
import { useLater } from '../../staff/use-later.ts';
import { useDeskWords } from '../words.ts';

export interface ChosenItem {
  code: string;
  title: Text;
}

/** That one record names at most. */
const mostItems = 30;

interface ItemsSelectProps {
  id: string;
  value: readonly ChosenItem[];
  wrong: string | undefined;
  onChange: (items: ChosenItem[]) => void;
}

/** Chooses items that people apply for, found by words, pinyin or code as one types. */
export function ItemsSelect({ id, value, wrong, onChange }: ItemsSelectProps) {
  const { w, text } = useDeskWords();
  const [typed, setTyped] = useState('');
  const asked = new URLSearchParams({ limit: '20', object: 'person', q: useLater(typed, 250) });
  const found = useStaffApi<Page<ItemSummary>>(`/api/v1/items?${asked.toString()}`);
  const known = new Map<string, Text>(
    [...value, ...(found.data?.items ?? [])].map(({ code, title }) => [code, title]),
  );
  return (
    <Field id={id} label={w('guardians.items')} help={w('guardians.itemsHelp')} wrong={wrong}>
      <Select
        id={id}
        mode="multiple"
        className="desk-wide"
        showSearch={{ filterOption: false, onSearch: setTyped }}
        maxCount={mostItems}
        loading={found.isFetching}
        placeholder={w('intake.itemHint')}
        notFoundContent={w('intake.noItem')}
        value={value.map(({ code }) => code)}
        options={[...known].map(([code, title]) => ({ value: code, label: text(title) }))}
        onChange={(codes: string[]) =>
          onChange(
            codes.flatMap((code) => {
              const title = known.get(code);
              return title ? [{ code, title }] : [];
            }),
          )
        }
        {...told(id, wrong)}
      />
      {found.error && <Fault error={found.error} onRetry={() => void found.refetch()} />}
    </Field>
  );
}
