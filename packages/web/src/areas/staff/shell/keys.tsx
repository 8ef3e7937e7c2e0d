import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { KeyList } from './key-list.tsx';

export interface Binding {
  /** As `KeyboardEvent.key` gives it. */
  key: string;
  label: string;
  run: () => void;
}

type Registry = Map<string, readonly Binding[]>;

interface Keys {
  register: (owner: string, bindings: readonly Binding[]) => () => void;
  showList: () => void;
  enabled: boolean;
}

const KeysContext = createContext<Keys | null>(null);
const stored = 'qc_desk_keys';

/** Listens for keys while nobody is typing, and shows their list on `?`. They can be switched off. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const registry = useRef<Registry>(new Map());
  const [shown, setShown] = useState<Binding[] | null>(null);
  const [enabled, setEnabled] = useState(() => readChoice());
  const showList = useCallback(() => setShown([...registry.current.values()].flat()), []);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!mayAct(event)) return;
      if (event.key === '?') {
        event.preventDefault();
        showList();
        return;
      }
      if (!enabled) return;
      const found = [...registry.current.values()].flat().find(({ key }) => key === event.key);
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [enabled, showList]);
  const register = useCallback((owner: string, bindings: readonly Binding[]) => {
    registry.current.set(owner, bindings);
    return () => {
      if (registry.current.get(owner) === bindings) registry.current.delete(owner);
    };
  }, []);
  const value = useMemo(() => ({ register, showList, enabled }), [register, showList, enabled]);
  return (
    <KeysContext value={value}>
      {children}
      {shown && (
        <KeyList
          bindings={shown}
          enabled={enabled}
          onEnabled={(chosen) => {
            setEnabled(chosen);
            keepChoice(chosen);
          }}
          onClose={() => setShown(null)}
        />
      )}
    </KeysContext>
  );
}

/** Keys of a page or a part of it, as long as it is shown. */
export function useKeys(owner: string, bindings: readonly Binding[]): void {
  const { register } = useKeysContext();
  useEffect(() => register(owner, bindings));
}

export function useKeysContext(): Keys {
  const keys = useContext(KeysContext);
  if (!keys) throw new Error('outside of an area of the staff');
  return keys;
}

function mayAct(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return false;
  const target = event.target instanceof Element ? event.target : null;
  if (
    target?.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]')
  )
    return false;
  if (event.key === 'Enter' && target?.closest('a, button, summary, input')) return false;
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"]');
  return ![...dialogs].some((dialog) => dialog.getClientRects().length > 0);
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(stored) !== 'off';
  } catch {
    return true; // storage is forbidden
  }
}

function keepChoice(enabled: boolean): void {
  try {
    localStorage.setItem(stored, enabled ? 'on' : 'off');
  } catch {
    // storage is forbidden: it lasts for this page
  }
}
