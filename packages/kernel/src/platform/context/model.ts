import type { Columns } from '../columns/index.ts';
import type { Tx } from '../database/index.ts';
import type { PurposeCode } from './purposes.ts';

/**
 * What a post lets its holder do; a post also has an agency and a division, which bound where. `system` is held by
 * the programs of an agency, every other one by people.
 */
export type PostRole =
  'clerk' | 'reviewer' | 'decider' | 'inspector' | 'head' | 'dataOfficer' | 'admin' | 'system';

export interface Post {
  id: string;
  role: PostRole;
  agencyId: string;
  agencyCode: string;
  /** GB/T 2260 code; the post reaches this division and those below it. */
  divisionCode: string;
}

/**
 * How surely it is the person: 1 by a code to a phone or a mail, 2 by a real name that the person library confirms,
 * 3 by a passkey or a face check, 4 by a certificate.
 */
export type AssuranceLevel = 1 | 2 | 3 | 4;

/** Who acts. A person's account may hold posts as well. */
export type Actor =
  | { kind: 'anonymous' }
  | {
      kind: 'account';
      accountId: string;
      /** As shown to others on records and timelines. */
      name: string;
      /** The person of the population library behind the account; staff-only accounts have none. */
      personId: string | null;
      posts: readonly Post[];
      /** Of the session by which it acts. */
      assurance: AssuranceLevel;
      /** A clerk stands beside the person, at a window. */
      atWindow?: AtWindow;
    }
  | { kind: 'system'; reason: string };

/** Who helps a resident at a window, and where that is. */
export interface AtWindow {
  clerkAccountId: string;
  clerkName: string;
  place: string;
}

export const anonymous: Actor = { kind: 'anonymous' };

/** System access bypasses row filters, so every use says why. */
export function system(reason: string): Actor {
  return { kind: 'system', reason };
}

export function postsOf(actor: Actor): readonly Post[] {
  return actor.kind === 'account' ? actor.posts : [];
}

/** A person who works for an agency; its programs are none. */
export function isStaff(actor: Actor): boolean {
  return postsOf(actor).some(({ role }) => role !== 'system');
}

/** The same as a person, for a purpose of persons: whatever posts the caller holds elsewhere are not why they look. */
export function asPerson(ctx: Context, purpose: PurposeCode): Context {
  const { actor } = ctx;
  return { ...ctx, purpose, actor: actor.kind === 'account' ? { ...actor, posts: [] } : actor };
}

export interface AuditEntry {
  action: string;
  entity: string;
  entityId: string;
  /** Codes and ids only: no personal data. */
  detail?: Record<string, unknown>;
}

export interface DomainEvent {
  type: string;
  subjectId: string;
  payload: Record<string, unknown>;
}

export interface NewJob {
  kind: string;
  payload: Record<string, unknown>;
  /** With a key, a second open job of this kind and key is not made. */
  key?: string;
  runAt?: Date;
  maxAttempts?: number;
}

/**
 * One unit of work: who acts, why, in which transaction, at which instant. Every store takes it.
 * What is recorded, published and enqueued is written in the same transaction, just before it commits.
 */
export interface Context {
  readonly actor: Actor;
  readonly purpose: PurposeCode | null;
  readonly tx: Tx;
  /** Encrypts and opens columns. */
  readonly columns: Columns;
  /** The instant of this unit of work. */
  readonly now: Date;
  readonly requestId: string;
  record(entry: AuditEntry): void;
  /** Runs just before the commit, in order; what throws undoes the whole. */
  beforeCommit(step: () => Promise<void>): void;
  publish(event: DomainEvent): void;
  enqueue(job: NewJob): void;
}
