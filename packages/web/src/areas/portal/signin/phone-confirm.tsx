import { useState } from 'react';
import { Button, FactList, Field, Notice, TextInput } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import { useApi, useSend } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';

interface Waiting {
  device: Text;
  network: string;
  until: string;
}

const path = '/api/v1/me/phone-sign-in';

/** On the phone: who wants in, and whether that is oneself. */
export function PhoneConfirm() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const code = query.get('code');
  useTitle(t('phoneConfirm.title'));
  return (
    <div className="page page--form">
      <h1>{t('phoneConfirm.title')}</h1>
      {code ? (
        <SignedIn why={t('phoneConfirm.signIn')}>{({ name }) => <Asked code={code} name={name} />}</SignedIn>
      ) : (
        <Notice tone="caution" title={t('phoneConfirm.missing')}>
          {t('phoneConfirm.missingText')}
        </Notice>
      )}
    </div>
  );
}

function Asked({ code, name }: { code: string; name: string }) {
  const { t, text } = useWords();
  const found = useApi<Waiting>(`${path}?code=${encodeURIComponent(code)}`);
  const [figures, setFigures] = useState('');
  const confirm = useSend();
  const refuse = useSend();
  if (confirm.isSuccess || refuse.isSuccess) {
    const end = confirm.isSuccess ? 'done' : 'refused';
    return (
      <Notice
        tone={confirm.isSuccess ? 'success' : 'info'}
        announce="status"
        title={t(`phoneConfirm.${end}`)}
      >
        {t(confirm.isSuccess ? 'phoneConfirm.doneText' : 'phoneConfirm.refusedText')}
      </Notice>
    );
  }
  return (
    <Loaded query={found}>
      {({ device, network }) => (
        <>
          <h2>{t('phoneConfirm.ask')}</h2>
          <FactList
            facts={[
              { key: 'device', label: t('phoneConfirm.device'), value: text(device) },
              {
                key: 'network',
                label: t('phoneConfirm.network'),
                value: network || t('phoneConfirm.unknown'),
              },
              { key: 'as', label: t('phoneConfirm.as'), value: <AsWritten>{name}</AsWritten> },
            ]}
          />
          <Notice tone="danger" title={t('phoneConfirm.care')}>
            {t('phoneConfirm.careText')}
          </Notice>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              confirm.mutate({ path: `${path}/confirm`, body: { code, figures } });
            }}
          >
            {(confirm.error ?? refuse.error) && (
              <ProblemNotice error={(confirm.error ?? refuse.error) as Error} />
            )}
            <Field id="figures" label={t('phoneConfirm.figures')}>
              {(control) => (
                <TextInput
                  {...control}
                  expect="short"
                  inputMode="numeric"
                  autoComplete="off"
                  pattern="[0-9]{2}"
                  maxLength={2}
                  required
                  value={figures}
                  onChange={(event) => setFigures(event.target.value)}
                />
              )}
            </Field>
            <div className="actions">
              <Button type="submit" busy={confirm.isPending}>
                {t('phoneConfirm.yes')}
              </Button>
              <Button
                variant="secondary"
                busy={refuse.isPending}
                onClick={() => refuse.mutate({ path: `${path}/refuse`, body: { code } })}
              >
                {t('phoneConfirm.no')}
              </Button>
            </div>
          </form>
        </>
      )}
    </Loaded>
  );
}
