import { useSyncExternalStore } from 'react';

/** Choices of look that live on this device; `prefs.ts` applies them before the first paint. */
type Preference = 'theme' | 'type';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the theme is dark or the type large, and how to turn it. */
export function usePreference(name: Preference, on: string, off: string): [boolean, () => void] {
  const isOn = useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset[name] === on,
    () => false,
  );
  const turn = () => {
    const value = isOn ? off : on;
    document.documentElement.dataset[name] = value;
    try {
      localStorage.setItem(`qc_${name}`, value);
    } catch {
      // storage is forbidden: it lasts for this page
    }
    for (const listener of listeners) listener();
  };
  return [isOn, turn];
}
