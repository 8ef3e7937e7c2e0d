import { Field, TextInput } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';

/** A password that one chooses; the server says what is wrong with it. */
export function NewPassword({
  id = 'new-password',
  label,
  error,
  value,
  onChange,
}: {
  id?: string;
  label: string;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useWords();
  return (
    <Field id={id} label={label} help={t('password.newHelp')} error={error}>
      {(control) => (
        <TextInput
          {...control}
          type="password"
          expect="medium"
          required
          minLength={12}
          maxLength={200}
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** The password that one has. */
export function PresentPassword({
  id,
  label,
  value,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field id={id} label={label}>
      {(control) => (
        <TextInput
          {...control}
          type="password"
          expect="medium"
          required
          maxLength={200}
          autoComplete="current-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
