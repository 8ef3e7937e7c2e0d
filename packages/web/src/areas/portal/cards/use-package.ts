import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../api/client.ts';
import { apiKey, useSend, useSession } from '../../../api/queries.ts';
import { useOnline } from '../../../shell/online.ts';
import { deviceName, makeKey, proofBy } from './device.ts';
import { dropCards, merge, readPackage, writePackage } from './kept.ts';
import { devicesPath, type CardAnswer, type KeptCard, type Package } from './model.ts';

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
    void readPackage()
      .catch(() => null)
      .then((found) => {
        if (gone) return;
        // What someone else left on this phone is not shown to whoever is signed in now.
        const own = found && (accountId === undefined || found.accountId === accountId) ? found : null;
        newest.current = own;
        setKept(own);
      });
    return () => {
      gone = true;
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

  /** Withdrawn from elsewhere, as a lost phone is, the cards leave it and do not come again by themselves. */
  async function renew(current: Package): Promise<void> {
    try {
      await ask(
        current,
        current.cards.map(({ licenceId }) => licenceId),
      );
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
    if (!kept || kept.cards.length === 0 || !online || accountId === undefined) return undefined;
    if (refreshed.current || Date.now() - (Date.parse(kept.fetchedAt) || 0) <= freshMs) return undefined;
    // Once the page stands.
    const timer = setTimeout(() => {
      refreshed.current = true;
      renew(kept).catch((failure: unknown) => setError(errorOf(failure)));
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
