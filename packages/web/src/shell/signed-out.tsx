import { useCallback, useEffect, useRef, useState } from 'react';
import { Dialog, LinkButton } from '@quancheng/ui';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { ApiError, peekJson } from '../api/client.ts';
import { apiKey, sessionPath, useSession } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { useWords } from '../i18n/i18n.ts';
import { useSignInHref } from './problem.tsx';

/** How often a page that nobody uses asks whether its session is still there. */
const lookEveryMs = 30_000;

/**
 * Says that one has to sign in again as soon as the session of the page has ended: by itself, from another device,
 * or beyond the bound. What stands on the page stays until one chooses how to go on.
 */
export function SignedOut() {
  const { account } = useSession();
  return account ? <Watch accountId={account.id} idleSeconds={account.idleSeconds} /> : null;
}

function Watch({ accountId, idleSeconds }: { accountId: string; idleSeconds: number | null }) {
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);
  const [closed, setClosed] = useState(false);
  const look = useCallback(async () => {
    const found = await peekJson<Session>(sessionPath).catch(() => null);
    if (found === null) return;
    // Someone else signed in meanwhile: nothing of this page is theirs.
    if (found.account && found.account.id !== accountId) return window.location.reload();
    setEnded(!found.signedIn);
    if (!found.signedIn) return;
    setClosed(false);
    client.setQueryData(apiKey(sessionPath), found);
  }, [client, accountId]);
  const refused = useCallback(() => {
    setEnded(true);
    setClosed(false);
  }, []);
  useRefusals(client, refused);
  useLooks(client, ended ? 0 : idleSeconds, look);
  return ended && !closed ? <SignInAgain onClose={() => setClosed(true)} /> : null;
}

/** A read or a command that needs a session found none. */
function useRefusals(client: QueryClient, onRefused: () => void): void {
  useEffect(() => {
    const hear = (error: unknown) => {
      if (error instanceof ApiError && error.status === 401) onRefused();
    };
    const stops = [
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') hear(event.action.error);
      }),
      client.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') hear(event.action.error);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [client, onRefused]);
}

/** Looks when the session may have ended: long enough after the last answer, and when one comes back to the page. */
function useLooks(client: QueryClient, idleSeconds: number | null, look: () => Promise<void>): void {
  const usedAt = useRef(0);
  useEffect(() => {
    usedAt.current = Date.now();
    const used = () => void (usedAt.current = Date.now());
    const stops = [
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success' && !event.action.manual) used();
      }),
      client.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success') used();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [client]);
  useEffect(() => {
    if (idleSeconds === null) return undefined;
    const lookIfDue = () => {
      const isDue = Date.now() - usedAt.current >= idleSeconds * 1000;
      if (isDue && document.visibilityState === 'visible') void look();
    };
    const timer = setInterval(lookIfDue, lookEveryMs);
    document.addEventListener('visibilitychange', lookIfDue);
    window.addEventListener('focus', lookIfDue);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookIfDue);
      window.removeEventListener('focus', lookIfDue);
    };
  }, [idleSeconds, look]);
}

function SignInAgain({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const href = useSignInHref();
  return (
    <Dialog title={t('signedOut.title')} closeLabel={t('close')} onClose={onClose}>
      <div className="stack">
        <p>{t('signedOut.text')}</p>
        <div className="actions">
          <LinkButton href={href}>{t('signedOut.again')}</LinkButton>
        </div>
        <p className="soft">
          {t('signedOut.unsaved')}{' '}
          <a href="/auth/login?return=/me/sessions" target="_blank" rel="noopener">
            {t('signedOut.window')}
          </a>
        </p>
      </div>
    </Dialog>
  );
}
