import type { StoredFile } from '../../../api/types.ts';
import type { Answers } from '../form/conditions.ts';

/** What one has filled in so far. */
export interface Typed {
  answers: Answers;
  files: Record<string, StoredFile>;
}

export interface TypedScope {
  accountId: string;
  item: string;
  /** Principal, where it is not one's own matter. */
  onBehalfOf: string | null;
  /** Null while the server knows of no draft. */
  caseId: string | null;
}

/*
 * What is not with the server yet stays in this tab, so that neither a lost network nor an ended session takes
 * it: session storage goes with the tab, and signing out or another account's arrival empties it.
 */
const prefix = 'qc_typed';

function keyOf({ accountId, item, onBehalfOf, caseId }: TypedScope): string {
  return [prefix, accountId, item, onBehalfOf ?? 'me', caseId ?? 'new'].join('/');
}

export function keepTyped(scope: TypedScope, typed: Typed): void {
  try {
    sessionStorage.setItem(keyOf(scope), JSON.stringify(typed));
  } catch {
    // storage is forbidden or full: the draft on the server is what there is
  }
}

export function findTyped(scope: TypedScope): Typed | undefined {
  try {
    const kept = sessionStorage.getItem(keyOf(scope));
    return kept === null ? undefined : (JSON.parse(kept) as Typed);
  } catch {
    return undefined; // storage is forbidden
  }
}

export function dropTyped(scope: TypedScope): void {
  dropAll((key) => key === keyOf(scope));
}

/** On signing out. */
export function dropAllTyped(): void {
  dropAll(() => true);
}

/** What another account typed in this tab is not for the one who is here now. */
export function dropTypedOfOthers(accountId: string): void {
  dropAll((key) => !key.startsWith(`${prefix}/${accountId}/`));
}

function dropAll(isMeant: (key: string) => boolean): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(`${prefix}/`) && isMeant(key)) sessionStorage.removeItem(key);
  } catch {
    // storage is forbidden: nothing was kept
  }
}
