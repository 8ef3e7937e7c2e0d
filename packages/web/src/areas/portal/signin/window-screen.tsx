import { Button, Field, Notice, TextInput } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { useTitle } from '../../../shell/title.tsx';

/** The second screen of a window: it waits for the figures that the clerk reads out. */
export function WindowScreen() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const { account } = useSession();
  useTitle(t('windowScreen.title'));
  return (
    <div className="page page--form">
      <h1>{t('windowScreen.title')}</h1>
      <p className="lead">{t('windowScreen.text')}</p>
      {account && !account.atWindow && (
        <Notice tone="caution" title={t('windowScreen.signedIn')}>
          {t('windowScreen.signedInText')}
        </Notice>
      )}
      {query.has('error') && (
        <Notice tone="danger" announce="alert" title={t('windowScreen.wrong')}>
          {t('windowScreen.wrongText')}
        </Notice>
      )}
      <form method="post" action="/window/enter" className="stack">
        <Field id="code" label={t('windowScreen.code')}>
          {(control) => (
            <TextInput
              {...control}
              name="code"
              expect="short"
              inputMode="numeric"
              autoComplete="off"
              maxLength={12}
              required
            />
          )}
        </Field>
        <div className="actions">
          <Button type="submit">{t('windowScreen.begin')}</Button>
        </div>
      </form>
    </div>
  );
}
