import { useState } from 'react';
import { Button, Field, LinkButton, Notice, Tag, TextInput } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'react-router';
import { apiKey, useApi, useSend } from '../../../api/queries.ts';
import type { OwnPasskeys } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { makePasskey } from '../../../lib/passkey.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { useKnowsPasskeys } from '../signin/use-passkey.tsx';
import { OwnKey, SignInAgain } from './own-key.tsx';
import { ownPasskeysPath } from './password-paths.ts';

/** The passkeys of one's account: which there are, one more, one less. */
export function Passkeys() {
  const { t } = useWords();
  const query = useApi<OwnPasskeys>(ownPasskeysPath);
  return (
    <section aria-labelledby="passkeys" className="stack">
      <h2 id="passkeys">{t('passkeys.title')}</h2>
      <p>{t('passkeys.text')}</p>
      <Loaded query={query}>
        {({ items, fresh }) => (
          <>
            {items.length === 0 && <p>{t('passkeys.none')}</p>}
            {items.length > 0 && (
              <ul className="cases">
                {items.map((passkey) => (
                  <Row key={passkey.id} passkey={passkey} fresh={fresh} />
                ))}
              </ul>
            )}
            {fresh ? <Add /> : <Again />}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Row({ passkey, fresh }: { passkey: OwnPasskeys['items'][number]; fresh: boolean }) {
  const { t, lang } = useWords();
  const { id, name, synced, addedAt, usedAt } = passkey;
  const used = usedAt ? t('passkeys.used', { at: formatMoment(usedAt, lang) }) : t('passkeys.unused');
  return (
    <OwnKey
      title={
        <>
          <AsWritten>{name}</AsWritten> {synced && <Tag>{t('passkeys.synced')}</Tag>}
        </>
      }
      lines={[used, t('passkeys.added', { at: formatMoment(addedAt, lang) })]}
      remove={
        fresh
          ? {
              path: `${ownPasskeysPath}/${id}/remove`,
              refresh: ownPasskeysPath,
              label: t('passkeys.remove'),
              labelFor: t('passkeys.removeOf', { name }),
              text: t('passkeys.removeText', { name }),
            }
          : undefined
      }
    />
  );
}

function Again() {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  return (
    <SignInAgain
      title={t('passkeys.fresh')}
      text={t('passkeys.freshText')}
      label={t('passkeys.again')}
      back={pathname + search}
    />
  );
}

/** Who came to add one on the way to something else goes back to that, and confirms. */
function GoOn() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const then = query.get('then');
  if (then === null) return null;
  return (
    <LinkButton href={`/auth/login?level=3&return=${encodeURIComponent(then)}`}>
      {t('passkeys.goOn')}
    </LinkButton>
  );
}

function Add() {
  const { t } = useWords();
  const client = useQueryClient();
  const knows = useKnowsPasskeys();
  const [name, setName] = useState('');
  const [failed, setFailed] = useState(false);
  const start = useSend<{ options: unknown }>();
  const add = useSend(() => {
    setName('');
    void client.invalidateQueries({ queryKey: apiKey(ownPasskeysPath) });
  });
  const error = start.error ?? add.error;

  async function make(): Promise<void> {
    setFailed(false);
    add.reset();
    const { options } = await start.mutateAsync({ path: `${ownPasskeysPath}/start` });
    const credential = await makePasskey(options).catch(() => null);
    setFailed(credential === null);
    if (credential !== null) add.mutate({ path: ownPasskeysPath, body: { name, credential } });
  }

  if (knows === false) return <Notice tone="caution">{t('passkeys.unsupported')}</Notice>;
  return (
    <form
      className="stack js-only"
      onSubmit={(event) => {
        event.preventDefault();
        make().catch(() => undefined); // `start` tells why
      }}
    >
      {add.isSuccess && (
        <Notice tone="success" announce="status" title={t('passkeys.done')}>
          <p>{t('passkeys.doneText')}</p>
          <GoOn />
        </Notice>
      )}
      {failed && (
        <Notice tone="info" announce="alert" title={t('passkeys.failed')}>
          {t('passkeys.failedText')}
        </Notice>
      )}
      {error && <ProblemNotice error={error} />}
      <Field id="passkey-name" label={t('passkeys.name')} help={t('passkeys.nameHelp')}>
        {(control) => (
          <TextInput
            {...control}
            expect="medium"
            required
            maxLength={40}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <Button type="submit" variant="secondary" busy={start.isPending || add.isPending}>
          {t('passkeys.add')}
        </Button>
      </div>
    </form>
  );
}
