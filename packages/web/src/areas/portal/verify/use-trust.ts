import { useCallback, useEffect, useState } from 'react';
import { openTrust, type Trust, type TrustBundle } from '@quancheng/engines/livecode';
import { getJson } from '../../../api/client.ts';
import { createStore } from '../../../lib/store.ts';
import { useOnline } from '../../../shell/online.ts';

const store = createStore('qc-verify');
const key = 'bundle';

export interface OwnTrust {
  /** Undefined until there is one. */
  trust: Trust | undefined;
  /** Nothing is kept and nothing came. */
  missing: boolean;
  refresh(): Promise<Trust | undefined>;
  /** What there is to judge by now: what the server says, or what is kept where it does not answer soon. */
  newest(kept: Trust): Promise<Trust>;
}

/** Who stands at a gate waits no longer for a network that is there and carries nothing. */
const patienceMs = 2500;

/** What this browser checks cards by: as it was kept, and anew when there is a network. */
export function useTrust(): OwnTrust {
  const online = useOnline();
  const [trust, setTrust] = useState<Trust>();
  const [missing, setMissing] = useState(false);
  const refresh = useCallback(async () => {
    try {
      const bundle = await getJson<TrustBundle>('/api/v1/verifier/snapshot');
      const opened = await openTrust(bundle);
      await store.write(key, bundle);
      setTrust(opened);
      setMissing(false);
      return opened;
    } catch {
      return undefined;
    }
  }, []);
  useEffect(() => {
    let gone = false;
    const begin = async () => {
      const kept = await store.read<TrustBundle>(key).catch(() => undefined);
      const opened = kept && (await openTrust(kept).catch(() => undefined));
      if (gone) return;
      // A newer one may have come first.
      if (opened) setTrust((now) => now ?? opened);
      const fresh = online ? await refresh() : undefined;
      if (!gone && !opened && !fresh) setMissing(true);
    };
    void begin();
    return () => {
      gone = true;
    };
  }, [online, refresh]);
  const newest = useCallback(
    async (kept: Trust) => {
      if (!online) return kept;
      const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patienceMs));
      return (await Promise.race([refresh(), late])) ?? kept;
    },
    [online, refresh],
  );
  return { trust, missing, refresh, newest };
}
