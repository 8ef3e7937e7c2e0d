import { DateInput, Field } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';
import { cityDay, formatDate } from '../../../lib/format.ts';

interface LastDayProps {
  label: string;
  /** Within how many years from today it must be. */
  years: number;
  /** Civil date, inclusive. */
  value: string;
  error: string | undefined;
  onChange: (day: string) => void;
}

/** The last day of something that is granted; today is the first that may be chosen. Its id is `until`. */
export function LastDay({ label, years, value, error, onChange }: LastDayProps) {
  const { t, lang } = useWords();
  const latest = cityDay(years);
  const help = t('grant.untilHelp', { day: formatDate(latest, lang) });
  return (
    <Field id="until" label={label} help={help} error={error}>
      {(control) => (
        <DateInput
          {...control}
          name="until"
          min={cityDay(0)}
          max={latest}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** What to say of a day that cannot be the last one. */
export function useLastDayCheck(years: number): (day: string) => string | undefined {
  const { t, lang } = useWords();
  const latest = cityDay(years);
  return (day) =>
    day >= cityDay(0) && day <= latest
      ? undefined
      : t('grant.untilMissing', { day: formatDate(latest, lang) });
}
