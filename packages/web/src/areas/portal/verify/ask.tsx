import { useState } from 'react';
import {
  Button,
  Checkboxes,
  FactList,
  Field,
  FieldGroup,
  LinkButton,
  NativeSelect,
  Notice,
  TextInput,
} from '@quancheng/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ApiError } from '../../../api/client.ts';
import { useApi, useSend } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { Qr } from '../cards/qr.tsx';

interface LicenceType {
  type: string;
  name: Text;
  claims: { path: string; label: Text }[];
}
interface Made {
  id: string;
  secret: string;
  uri: string;
  expiresAt: string;
}
interface Result {
  state: 'open' | 'shown' | 'refused';
  typeName: Text;
  purpose: string;
  reason: string | null;
  claims: { path: string; label: Text; value: unknown }[];
  answeredAt: string | null;
}

const againMs = 2000;

/** Asks a holder’s wallet for some of what a licence says (OpenID4VP). */
export function AskWallet() {
  const { t } = useWords();
  useTitle(t('askWallet.title'));
  const types = useApi<{ items: LicenceType[] }>('/api/v1/verifier/types');
  const ask = useSend<Made>();
  return (
    <div className="page page--form">
      <h1>{t('askWallet.title')}</h1>
      <p className="lead">{t('askWallet.intro')}</p>
      {ask.error && <ProblemNotice error={ask.error} />}
      {ask.data ? (
        <Waiting key={ask.data.id} made={ask.data} onAgain={() => ask.reset()} />
      ) : (
        <Loaded query={types}>
          {({ items }) => (
            <Question
              types={items}
              busy={ask.isPending}
              onAsk={(body) => ask.mutate({ path: '/api/v1/verifier/requests', body })}
            />
          )}
        </Loaded>
      )}
      <p className="scan__link">
        <Link to="/verify/present">{t('askWallet.offline')}</Link>
      </p>
    </div>
  );
}

interface Asked {
  type: string;
  claims: string[];
  purpose: string;
}

interface QuestionProps {
  types: LicenceType[];
  busy: boolean;
  onAsk: (asked: Asked) => void;
}

function Question({ types, busy, onAsk }: QuestionProps) {
  const { t, text } = useWords();
  const [code, setCode] = useState('');
  const [claims, setClaims] = useState<string[]>([]);
  const [purpose, setPurpose] = useState('');
  const [tried, setTried] = useState(false);
  const type = types.find((one) => one.type === code);
  const missing = {
    type: !type,
    claims: claims.length === 0,
    purpose: purpose.trim().length < 2,
  };
  const errorOf = (field: keyof typeof missing) =>
    tried && missing[field] ? t(`askWallet.missing.${field}`) : undefined;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!Object.values(missing).includes(true)) onAsk({ type: code, claims, purpose: purpose.trim() });
      }}
    >
      <Field id="type" label={t('askWallet.type')} error={errorOf('type')}>
        {(control) => (
          <NativeSelect
            {...control}
            name="type"
            placeholder={t('askWallet.chooseType')}
            options={types.map((one) => ({ value: one.type, label: text(one.name) }))}
            value={code}
            onChange={(event) => {
              setCode(event.target.value);
              setClaims([]);
            }}
          />
        )}
      </Field>
      {type && (
        <FieldGroup
          id="claims"
          label={t('askWallet.claims')}
          help={t('askWallet.claimsHelp')}
          error={errorOf('claims')}
        >
          <Checkboxes
            id="claims"
            name="claims"
            value={claims}
            onChange={setClaims}
            choices={type.claims.map(({ path, label }) => ({ value: path, label: text(label) }))}
          />
        </FieldGroup>
      )}
      <Field
        id="purpose"
        label={t('askWallet.purpose')}
        help={t('askWallet.purposeHelp')}
        error={errorOf('purpose')}
      >
        {(control) => (
          <TextInput
            {...control}
            name="purpose"
            maxLength={200}
            value={purpose}
            onChange={(event) => setPurpose(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <Button type="submit" busy={busy}>
          {t('askWallet.make')}
        </Button>
      </div>
    </form>
  );
}

/** The question as a code, until its answer is there. */
function Waiting({ made, onAgain }: { made: Made; onAgain: () => void }) {
  const { t, lang } = useWords();
  const { id, secret, uri, expiresAt } = made;
  const { data, error } = useQuery({
    queryKey: ['wallet-request', id],
    queryFn: () => readResult(id, secret),
    refetchInterval: ({ state }) =>
      state.error || (state.data && state.data.state !== 'open') ? false : againMs,
    retry: (count, failure) => count < 3 && failure instanceof ApiError && failure.status !== 404,
  });
  const again = (
    <div className="actions">
      <Button variant="secondary" onClick={onAgain}>
        {t('askWallet.again')}
      </Button>
    </div>
  );
  if (error)
    return (
      <>
        <ProblemNotice error={error} />
        {again}
      </>
    );
  if (data && data.state !== 'open')
    return (
      <div aria-live="polite">
        <Answered result={data} />
        {again}
      </div>
    );
  return (
    <div className="stack">
      <Qr text={uri} label={t('askWallet.code')} />
      <p>{t('askWallet.waiting', { at: formatMoment(expiresAt, lang) })}</p>
      <LinkButton href={uri} variant="secondary">
        {t('askWallet.openHere')}
      </LinkButton>
      {again}
    </div>
  );
}

async function readResult(id: string, secret: string): Promise<Result> {
  let response;
  try {
    response = await fetch(`/api/v1/verifier/requests/${id}`, { headers: { 'x-request-secret': secret } });
  } catch {
    throw new ApiError(0, null);
  }
  if (!response.ok) throw new ApiError(response.status, null);
  return (await response.json()) as Result;
}

function Answered({ result }: { result: Result }) {
  const { t, lang, text } = useWords();
  if (result.state === 'refused')
    return (
      <Notice tone="danger" announce="alert" title={t('askWallet.refused')}>
        {t(result.reason === 'declined' ? 'askWallet.declined' : 'askWallet.refusedText')}
      </Notice>
    );
  return (
    <div className="stack">
      <Notice tone="success" announce="alert" title={t('askWallet.shown')}>
        {t('askWallet.shownText')}
      </Notice>
      <article className="certificate">
        <header className="certificate__head">
          <h2>{text(result.typeName)}</h2>
        </header>
        <FactList
          facts={[
            ...result.claims.map(({ path, label, value }) => ({
              key: path,
              label: text(label),
              value: <AsWritten>{wordsOf(value)}</AsWritten>,
            })),
            ...(result.answeredAt
              ? [{ key: 'at', label: t('present.shownAt'), value: formatMoment(result.answeredAt, lang) }]
              : []),
          ]}
        />
      </article>
    </div>
  );
}

function wordsOf(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join('、') : String(value as string | number);
}
