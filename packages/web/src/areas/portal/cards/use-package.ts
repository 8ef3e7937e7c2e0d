import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError, getJson } from '../../../api/client.ts';
import { apiKey, useSend, useSession } from '../../../api/queries.ts';
import { wakeForCards } from '../../../offline/keep.ts';
import { cardsChanged } from '../../../offline/names.ts';
import { useOnline } from '../../../shell/online.ts';
import { deviceName, makeKey, proofBy } from './device.ts';
import { dropCards, merge, readPackage, restate, writePackage } from './kept.ts';
import { devicesPath, type CardAnswer, type KeptCard, type Package, type Standing } from './model.ts';

/** Cards are asked for anew once they are older than this. */
const freshMs = 12 * 3_600_000;

export interface OwnPackage {
  /** Undefined until the phone has been looked at; null: it keeps none. */
  kept: Package | null | undefined;
  add(licenceId: string): void;
  change(cards: KeptCard[]): void;
  /** Counts a code that is shown. */
  count(): number;
  busy: boolean;
  error: Error | null;
}

/** The cards of this phone, of whoever is signed in; without a network, of whoever was. */
export function usePackage(): OwnPackage {
  const accountId = useSession().account?.id;
  const online = useOnline();
  const client = useQueryClient();
  const [kept, setKept] = useState<Package | null>();
  const newest = useRef<Package | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const nonce = useSend<{ c_nonce: string }>();
  const device = useSend<{ id: string }>();
  const cards = useSend<{ items: CardAnswer[] }>();

  const keep = useCallback((next: Package) => {
    newest.current = next;
    setKept(next);
    void writePackage(next);
  }, []);

  useEffect(() => {
    let gone = false;
    const read = async () => {
      const found = await readPackage().catch(() => null);
      if (gone) return;
      // What someone else left on this phone is not shown to whoever is signed in now.
      const own = found && (accountId === undefined || found.accountId === accountId) ? found : null;
      newest.current = own;
      setKept(own);
    };
    void read();
    const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
    const hear = ({ data }: MessageEvent<unknown>) => {
      if (data === cardsChanged) void read();
    };
    worker?.addEventListener('message', hear);
    return () => {
      gone = true;
      worker?.removeEventListener('message', hear);
    };
  }, [accountId]);

  async function register(owner: string): Promise<Package> {
    const { key, x, y } = await makeKey();
    const { c_nonce: given } = await nonce.mutateAsync({ path: '/oid4vci/nonce' });
    const body = { name: deviceName(), key: { x, y }, nonce: given, proof: await proofBy(key, given) };
    const { id } = await device.mutateAsync({ path: devicesPath, body });
    const before = newest.current?.accountId === owner ? newest.current.cards : [];
    return { accountId: owner, deviceId: id, key, counter: 0, fetchedAt: '', cards: before };
  }

  async function ask(from: Package, licences: string[]): Promise<void> {
    const answer = await cards.mutateAsync({
      path: `${devicesPath}/${from.deviceId}/cards`,
      body: { licences },
    });
    const now = newest.current?.deviceId === from.deviceId ? newest.current : from;
    keep(merge(now, answer.items, new Date()));
    await client.invalidateQueries({ queryKey: apiKey(devicesPath) });
  }

  async function addCard(licenceId: string): Promise<void> {
    if (accountId === undefined) return;
    const current = newest.current ?? (await register(accountId));
    try {
      await ask(current, [licenceId]);
    } catch (failure) {
      if (!isWithdrawn(failure)) throw failure;
      // By a new key all cards come anew, as someone who is signed in asked for it here.
      const all = new Set([...current.cards.map((card) => card.licenceId), licenceId]);
      await ask(await register(accountId), [...all]);
    }
  }

  async function renew(current: Package): Promise<void> {
    await ask(
      current,
      current.cards.map(({ licenceId }) => licenceId),
    );
  }

  /** How the cards stand now: what is not one's own to have any more is gone with it. */
  async function recheck({ deviceId }: Package): Promise<void> {
    const { items } = await getJson<{ items: Standing[] }>(`${devicesPath}/${deviceId}/cards`);
    if (newest.current?.deviceId === deviceId) keep(restate(newest.current, items));
  }

  /** Withdrawn from elsewhere, as a lost phone is, the cards leave it and do not come again by themselves. */
  async function orDrop(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (failure) {
      if (isWithdrawn(failure)) {
        newest.current = null;
        setKept(null);
        dropCards();
      }
      throw failure;
    }
  }

  function run(work: () => Promise<void>): void {
    if (busy) return;
    setBusy(true);
    setError(null);
    work()
      .catch((failure: unknown) => setError(errorOf(failure)))
      .finally(() => setBusy(false));
  }

  const refreshed = useRef(false);
  useEffect(() => {
    // Each time that the phone comes to the network.
    if (!online) refreshed.current = false;
    if (!kept || kept.cards.length === 0 || !online || accountId === undefined) return undefined;
    if (refreshed.current) return undefined;
    const isOld = Date.now() - (Date.parse(kept.fetchedAt) || 0) > freshMs;
    // Once the page stands.
    const timer = setTimeout(() => {
      refreshed.current = true;
      orDrop(isOld ? renew(kept) : recheck(kept)).catch((failure: unknown) => {
        // Cards that are new enough need no word when only their standing could not be asked for.
        if (isOld || isWithdrawn(failure)) setError(errorOf(failure));
      });
      void wakeForCards();
    });
    return () => clearTimeout(timer);
  });

  return {
    kept,
    add: (licenceId) => run(() => addCard(licenceId)),
    change: (next) => {
      if (newest.current) keep({ ...newest.current, cards: next });
    },
    count: () => {
      const counter = (newest.current?.counter ?? 0) + 1;
      if (newest.current) {
        newest.current = { ...newest.current, counter };
        void writePackage(newest.current);
      }
      return counter;
    },
    busy,
    error,
  };
}

function isWithdrawn(failure: unknown): boolean {
  return failure instanceof ApiError && failure.problem?.code === 'wallet.unknown-device';
}

function errorOf(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
