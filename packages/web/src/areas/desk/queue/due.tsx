import { AlarmClock, CircleAlert, CircleCheck, Minus, Pause, type LucideIcon } from 'lucide-react';
import { formatDay } from '../../../lib/format.ts';
import type { CaseStatus } from '../../../api/types.ts';
import type { Due } from '../api/types.ts';
import { useDeskWords } from '../words.ts';

const icons: Record<Due, LucideIcon> = {
  none: Minus,
  fine: CircleCheck,
  soon: AlarmClock,
  overdue: CircleAlert,
  suspended: Pause,
};

const ends: ReadonlySet<CaseStatus> = new Set(['notAccepted', 'delivered', 'refused', 'withdrawn', 'ended']);

/** How long there is, in words, by colour and by icon. */
export function DueMark({ due, date, status }: { due: Due; date: string | null; status: CaseStatus }) {
  const { w, lang } = useDeskWords();
  const over = ends.has(status);
  const shown = over ? 'none' : due;
  const Icon = icons[shown];
  return (
    <span className={`desk-due desk-due--${shown}`}>
      <Icon size={16} aria-hidden />
      <span>
        {wordsOf()}
        {date && !over && due !== 'suspended' && near(date) === null && (
          <span className="desk-due__day">{formatDay(date, lang)}</span>
        )}
      </span>
    </span>
  );

  function wordsOf(): string {
    if (over) return w('due.over');
    if (due === 'none' && (status === 'submitted' || status === 'correcting')) return w('due.atAcceptance');
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
