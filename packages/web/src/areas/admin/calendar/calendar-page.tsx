import { useState } from 'react';
import { Button, Select } from 'antd';
import { CalendarPlus } from 'lucide-react';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { PageHead, Shown } from '../../staff/shell/states.tsx';
import { Told } from '../told.tsx';
import { useAdminWords } from '../words.ts';
import { LoadNotice } from './load-notice.tsx';
import { Months } from './months.tsx';

export interface CalendarYear {
  year: number;
  /** Its notice is not loaded. */
  provisional: boolean;
  workingDays: number;
  days: { date: string; working: boolean; source: string | null }[];
}

/** The working-day calendar: which days differ from their weekday, and by which notice. */
export function CalendarPage() {
  const { w } = useAdminWords();
  useTitle(w('calendar.title'));
  const [now] = useState(() => new Date().getFullYear());
  const [year, setYear] = useState(now);
  const [loading, setLoading] = useState(false);
  const query = useStaffApi<CalendarYear>(`/api/v1/admin/calendar/${year}`);
  return (
    <>
      <PageHead title={w('calendar.title')}>
        <Button type="primary" icon={<CalendarPlus size={18} aria-hidden />} onClick={() => setLoading(true)}>
          {w('calendar.load')}
        </Button>
      </PageHead>
      <div className="desk-filters">
        <Select
          className="desk-filters__status"
          aria-label={w('calendar.year')}
          value={year}
          options={Array.from({ length: 12 }, (_, at) => now - 6 + at).map((value) => ({
            value,
            label: w('calendar.ofYear', { year: String(value) }),
          }))}
          onChange={setYear}
        />
      </div>
      <Shown query={query} rows={10}>
        {(found) => (
          <>
            <Told
              className="admin-against"
              type={found.provisional ? 'warning' : 'success'}
              title={w(found.provisional ? 'calendar.provisional' : 'calendar.announced')}
              description={w('calendar.workingDays', { n: found.workingDays })}
            />
            <Months calendar={found} />
            <Sources days={found.days} />
          </>
        )}
      </Shown>
      {loading && <LoadNotice onClose={() => setLoading(false)} />}
    </>
  );
}

function Sources({ days }: { days: CalendarYear['days'] }) {
  const { w } = useAdminWords();
  const sources = [...new Set(days.flatMap(({ source }) => (source ? [source] : [])))];
  return (
    <p className="desk-soft">
      {sources.length === 0
        ? w('calendar.builtIn')
        : w('calendar.sources', { names: sources.join(w('rules.and')) })}
    </p>
  );
}
