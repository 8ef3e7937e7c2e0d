import { Button, Field, LinkButton, Notice, TextInput } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';

/** Lets a device without a keyboard sign in: the code that it shows is entered here, on one's own phone. */
export function DevicePage() {
  const { t } = useWords();
  const [query] = useSearchParams();
  useTitle(t('device.title'));
  const xsrf = query.get('xsrf');
  return (
    <div className="page page--form">
      {query.has('done') ? (
        <>
          <h1>{t('device.title')}</h1>
          <Notice tone="success" title={t('device.done')}>
            {t('device.doneText')}
          </Notice>
        </>
      ) : xsrf === null ? (
        <>
          <h1>{t('device.title')}</h1>
          <p className="lead">{t('device.text')}</p>
          <LinkButton href="/oidc/device">{t('device.begin')}</LinkButton>
        </>
      ) : query.has('code') ? (
        <Confirm xsrf={xsrf} code={query.get('code') ?? ''} system={query.get('system') ?? ''} />
      ) : (
        <Enter xsrf={xsrf} problem={query.get('problem')} />
      )}
    </div>
  );
}

function Enter({ xsrf, problem }: { xsrf: string; problem: string | null }) {
  const { t } = useWords();
  return (
    <>
      <h1>{t('device.title')}</h1>
      {problem && (
        <Notice
          tone={problem === 'aborted' ? 'info' : 'danger'}
          announce="alert"
          title={t(problem === 'aborted' ? 'device.aborted' : 'device.wrong')}
        >
          {t(problem === 'aborted' ? 'device.abortedText' : 'device.wrongText')}
        </Notice>
      )}
      <form method="post" action="/oidc/device" className="stack">
        <input type="hidden" name="xsrf" value={xsrf} />
        <Field id="user_code" label={t('device.code')} help={t('device.codeHelp')}>
          {(control) => (
            <TextInput
              {...control}
              name="user_code"
              expect="short"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={12}
              required
            />
          )}
        </Field>
        <div className="actions">
          <Button type="submit">{t('device.next')}</Button>
        </div>
      </form>
    </>
  );
}

function Confirm({ xsrf, code, system }: { xsrf: string; code: string; system: string }) {
  const { t } = useWords();
  return (
    <>
      <h1>{t('device.ask')}</h1>
      <p className="lead">
        {t('device.shows')} <AsWritten>{system}</AsWritten>
      </p>
      <p>
        {t('device.code')}{' '}
        <span className="code" translate="no">
          {code}
        </span>
      </p>
      <Notice tone="caution" title={t('device.care')}>
        {t('device.careText')}
      </Notice>
      <form method="post" action="/oidc/device" className="actions">
        <input type="hidden" name="xsrf" value={xsrf} />
        <input type="hidden" name="user_code" value={code} />
        <Button type="submit" name="confirm" value="yes">
          {t('device.yes')}
        </Button>
        <Button type="submit" name="abort" value="yes" variant="secondary">
          {t('device.no')}
        </Button>
      </form>
    </>
  );
}
