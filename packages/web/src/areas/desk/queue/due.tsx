import { AlarmClock, CircleAlert, CircleCheck, Minus, Pause, type LucideIcon } from 'lucide-react';
import { formatDay } from '../../../lib/format.ts';
import type { Due } from '../api/types.ts';
import { useDeskWords } from '../words.ts';

const icons: Record<Due, LucideIcon> = {
  none: Minus,
  fine: CircleCheck,
  soon: AlarmClock,
  overdue: CircleAlert,
  suspended: Pause,
};

/** How long there is, in words, by colour and by icon. */
export function DueMark({ due, date }: { due: Due; date: string | null }) {
  const { w, lang } = useDeskWords();
  const Icon = icons[due];
  return (
    <span className={`desk-due desk-due--${due}`}>
      <Icon size={16} aria-hidden />
      <span>
        {wordsOf()}
        {date && near(date) === null && due !== 'suspended' && (
          <span className="desk-due__day">{formatDay(date, lang)}</span>
        )}
      </span>
    </span>
  );

  function wordsOf(): string {
    const close = date && due === 'soon' ? near(date) : null;
    return w(close ? `due.${close}` : `due.${due}`);
  }
}

/** Whether a day is today or tomorrow on the city's clock. */
function near(date: string): 'today' | 'tomorrow' | null {
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - cityMidnight()) / 86_400_000);
  return days === 0 ? 'today' : days === 1 ? 'tomorrow' : null;
}

function cityMidnight(): number {
  const local = Date.now() + 8 * 3600_000;
  return local - (local % 86_400_000);
}
