import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import type { CalendarYear } from './calendar-page.tsx';

/** Twelve months; a holiday and a make-up day carry a sign besides their colour. */
export function Months({ calendar }: { calendar: CalendarYear }) {
  const { w } = useAdminWords();
  return (
    <>
      <p className="desk-row desk-soft">
        <span className="admin-day admin-day--off">{w('calendar.off')}</span> {w('calendar.holiday')}
        <span className="admin-day admin-day--on">{w('calendar.on')}</span> {w('calendar.makeUp')}
      </p>
      <Scroll label={w('calendar.title')}>
        <div className="admin-months">
          {Array.from({ length: 12 }, (_, month) => (
            <Month key={month} calendar={calendar} month={month} />
          ))}
        </div>
      </Scroll>
    </>
  );
}

function Month({ calendar, month }: { calendar: CalendarYear; month: number }) {
  const { w, lang } = useAdminWords();
  const first = new Date(Date.UTC(calendar.year, month, 1));
  const name = first.toLocaleDateString(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'long',
    timeZone: 'UTC',
  });
  const count = new Date(Date.UTC(calendar.year, month + 1, 0)).getUTCDate();
  // Weeks begin on Monday.
  const lead = (first.getUTCDay() + 6) % 7;
  const cells = [...Array<null>(lead).fill(null), ...Array.from({ length: count }, (_, day) => day + 1)];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) =>
    cells.slice(at * 7, at * 7 + 7),
  );
  return (
    <table className="admin-month">
      <caption>{name}</caption>
      <thead>
        <tr>
          {w('calendar.weekdays')
            .split(' ')
            .map((day) => (
              <th key={day} scope="col">
                {day}
              </th>
            ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, at) => (
          <tr key={`${name}-${String(at)}`}>
            {week.map((day, column) => (
              <td key={`${name}-${String(at)}-${String(column)}`}>
                {day !== null && <Day calendar={calendar} month={month} day={day} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ calendar, month, day }: { calendar: CalendarYear; month: number; day: number }) {
  const { w } = useAdminWords();
  const date = new Date(Date.UTC(calendar.year, month, day)).toISOString().slice(0, 10);
  const special = calendar.days.find((entry) => entry.date === date);
  if (!special) return day;
  const kind = special.working ? 'on' : 'off';
  return (
    <span className={`admin-day admin-day--${kind}`} {...(special.source ? { title: special.source } : {})}>
      {day}
      <sup>{w(`calendar.${kind}`)}</sup>
    </span>
  );
}
