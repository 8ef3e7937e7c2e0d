import { useState } from 'react';
import { Button, Dialog, Tag } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiKey, useApi, useSend } from '../../../api/queries.ts';
import type { OpenSession } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';

const path = '/api/v1/me/sessions';

/** Where one is signed in, and the way to end what is not needed or not one's own. */
export function Sessions() {
  const { t } = useWords();
  useTitle(t('sessions.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('sessions.title')}</h1>
      <p className="lead">
        {t('sessions.intro')} <Link to="/me/password">{t('sessions.toPassword')}</Link>
      </p>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const query = useApi<{ items: OpenSession[] }>(path);
  return (
    <Loaded query={query}>
      {({ items }) => {
        const others = items.filter(({ current }) => !current);
        return (
          <>
            <ul className="cases">
              {[...items.filter(({ current }) => current), ...others].map((session) => (
                <Row key={session.id} session={session} />
              ))}
            </ul>
            {others.length > 0 && <EndOthers />}
          </>
        );
      }}
    </Loaded>
  );
}

function Row({ session }: { session: OpenSession }) {
  const { t, lang, text } = useWords();
  const { id, current, network, beganAt, usedAt } = session;
  const device = text(session.device);
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">
          {device} {current && <Tag tone="success">{t('sessions.current')}</Tag>}
        </p>
        <p className="case-row__more">{t('sessions.used', { at: formatMoment(usedAt, lang) })}</p>
        <p className="case-row__more">
          {t('sessions.began', { at: formatMoment(beganAt, lang) })}
          {network && ` · ${t('sessions.network', { network })}`}
        </p>
      </div>
      {!current && (
        <div className="case-row__state">
          <End
            command={`${path}/${id}/end`}
            label={t('sessions.end')}
            labelFor={t('sessions.endOf', { device })}
            text={t('sessions.endText', { device })}
          />
        </div>
      )}
    </li>
  );
}

function EndOthers() {
  const { t } = useWords();
  return (
    <div className="actions">
      <End
        command={`${path}/end-others`}
        label={t('sessions.endOthers')}
        labelFor={t('sessions.endOthers')}
        text={t('sessions.endOthersText')}
      />
    </div>
  );
}

interface EndProps {
  command: string;
  label: string;
  /** The same for those who hear it out of its row. */
  labelFor: string;
  text: string;
}

/** Says what follows, then does it. */
function End({ command, label, labelFor, text }: EndProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const send = useSend(() => {
    setOpen(false);
    void client.invalidateQueries({ queryKey: apiKey(path) });
  });
  return (
    <>
      <Button variant="secondary" className="js-only" aria-label={labelFor} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Dialog title={labelFor} closeLabel={t('close')} onClose={() => setOpen(false)}>
          <div className="stack">
            <p>{text}</p>
            {send.error && <ProblemNotice error={send.error} />}
            <div className="actions">
              <Button variant="danger" busy={send.isPending} onClick={() => send.mutate({ path: command })}>
                {t('sessions.endYes')}
              </Button>
              <Button variant="quiet" onClick={() => setOpen(false)}>
                {t('cancel')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
