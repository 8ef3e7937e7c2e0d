import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { knowsPasskeys, offersInFields, showPasskey } from '../../../lib/passkey.ts';

const never = () => () => undefined;

/** Whether the browser knows passkeys; null until the page runs. */
export function useKnowsPasskeys(): boolean | null {
  return useSyncExternalStore<boolean | null>(never, knowsPasskeys, () => null);
}

/** The form by which a passkey that was shown goes on with an interaction; its `ask` opens the browser's dialog. */
export function usePasskey(uid: string) {
  const form = useRef<HTMLFormElement>(null);
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle');

  function post(credential: string): void {
    const field = form.current?.elements.namedItem('credential');
    if (!(field instanceof HTMLInputElement)) return;
    field.value = credential;
    form.current?.submit();
  }

  async function ask(): Promise<void> {
    setState('asking');
    try {
      post(await showPasskey(uid, 'dialog'));
    } catch {
      setState('failed'); // turned away, or nothing there: other ways stand below
    }
  }

  const hidden = (
    <form ref={form} method="post" action={`/oidc/interaction/${uid}/passkey`} hidden>
      <input type="hidden" name="credential" defaultValue="" />
    </form>
  );
  return { ask: () => void ask(), state, hidden, post };
}

/** Offers passkeys in the list under the field for the account, where the browser can. */
export function useOffer(uid: string, post: (credential: string) => void): void {
  const last = useRef(post);
  useEffect(() => {
    last.current = post;
  });
  useEffect(() => {
    let isThere = true;
    const offer = async () => {
      if (!(await offersInFields()) || !isThere) return;
      const credential = await showPasskey(uid, 'field');
      if (isThere) last.current(credential);
    };
    // Not chosen, or given up for the dialog.
    offer().catch(() => undefined);
    return () => {
      isThere = false;
    };
  }, [uid]);
}
