import { useEffect } from 'react';

interface Lock {
  release(): Promise<void>;
}

/** Asks the screen to stay on while a card is shown; browsers that know no such thing go on as they do. */
export function useAwake(): void {
  useEffect(() => {
    const { wakeLock } = navigator as { wakeLock?: { request(type: 'screen'): Promise<Lock> } };
    let lock: Lock | undefined;
    let gone = false;
    const hold = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        lock = await wakeLock?.request('screen');
        if (gone) await lock?.release();
      } catch {
        // A phone that saves its battery says no.
      }
    };
    const again = () => void hold();
    void hold();
    // The lock ends when the page is hidden.
    document.addEventListener('visibilitychange', again);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release().catch(() => undefined);
    };
  }, []);
}
