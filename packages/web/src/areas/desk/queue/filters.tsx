import type { Ref } from 'react';
import { Button, Input, Select, type InputRef } from 'antd';
import { RefreshCw } from 'lucide-react';
import { KeyName } from '../../staff/shell/key-list.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { useDeskWords } from '../words.ts';
import type { Filters } from './query.ts';
import { queueStatuses } from './status.tsx';

interface QueueFiltersProps {
  filters: Filters;
  search: Ref<InputRef>;
  loading: boolean;
  onFilter: (name: keyof Filters, value: string) => void;
  onReload: () => void;
}

/** What narrows a queue: words, status, how late. */
export function QueueFilters({ filters, search, loading, onFilter, onReload }: QueueFiltersProps) {
  const { w } = useDeskWords();
  const wide = useWidth() !== 'narrow';
  return (
    <div className="desk-filters">
      <Input.Search
        ref={search}
        key={filters.q}
        className="desk-filters__search"
        aria-label={w('queue.search')}
        placeholder={w('queue.searchHint')}
        defaultValue={filters.q}
        maxLength={40}
        allowClear
        suffix={wide ? <KeyName name="/" /> : null}
        onSearch={(value) => onFilter('q', value.trim())}
      />
      <Select
        className="desk-filters__status"
        aria-label={w('queue.status')}
        value={filters.status}
        options={[
          { value: '', label: w('queue.anyStatus') },
          ...queueStatuses.map((value) => ({ value, label: w(`status.${value}`) })),
        ]}
        onChange={(value) => onFilter('status', value)}
      />
      <Select
        className="desk-filters__status"
        aria-label={w('queue.lateness')}
        value={filters.lateness}
        options={[
          { value: '', label: w('queue.anyTime') },
          { value: 'soon', label: w('due.soon') },
          { value: 'overdue', label: w('due.overdue') },
        ]}
        onChange={(value) => onFilter('lateness', value)}
      />
      <Button icon={<RefreshCw size={16} aria-hidden />} loading={loading} onClick={onReload}>
        {w('queue.reload')}
      </Button>
    </div>
  );
}
