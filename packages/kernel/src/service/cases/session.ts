import type { PackTexts } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { findCurrent } from '../../work/definitions/index.ts';
import { endEntrusted } from '../../subject/mandates/index.ts';
import { getItemVersion, type ItemVersion } from '../items/index.ts';
import type { IssuedLicence } from '../licences/index.ts';
import { endStatuses, type CaseRow, type CaseStatus, type NewEvent } from './model.ts';
import { insertCase, insertEvents, lockCase, updateCase } from './store.ts';

/** The words of a pack in both languages. */
export interface Words {
  zh: PackTexts;
  en: PackTexts;
}

/**
 * A case while one unit of work changes it: locked once, changed in memory by the command and by the
 * operations of its process, written back once.
 */
export interface CaseSession {
  readonly row: CaseRow;
  readonly item: ItemVersion;
  readonly words: Words;
  /** Steps to be written to the history, in order. */
  readonly events: NewEvent[];
  /** Whether the one who sent the command acts for the applicant; null when a timer or message came. */
  byApplicant: boolean | null;
  /** Name of the applicant who let the caller do this one case; null for everyone else. */
  actsFor: string | null;
  /** A new case is written when its command ends, not before. */
  isStored: boolean;
  /** What this command issued. */
  issued?: IssuedLicence;
}

// By transaction: a context may be wrapped on its way (another purpose), its transaction stays.
const open = new WeakMap<object, Map<string, CaseSession>>();

/** Locks a case and keeps it open for this unit of work; a second call answers the same session. */
export async function openSession(ctx: Context, caseId: string): Promise<CaseSession> {
  const known = open.get(ctx.tx)?.get(caseId);
  return known ?? keepSession(ctx, await lockCase(ctx, caseId));
}

/** Opens a case that does not stand in the database yet. */
export async function newSession(ctx: Context, row: CaseRow): Promise<CaseSession> {
  const session = await keepSession(ctx, row);
  session.isStored = false;
  return session;
}

/** Keeps a case open that the caller holds already. */
export async function keepSession(ctx: Context, row: CaseRow): Promise<CaseSession> {
  const item = await getItemVersion(ctx, row.itemVersionId);
  const words = await wordsOf(ctx, item);
  const session: CaseSession = {
    row,
    item,
    words,
    events: [],
    byApplicant: null,
    actsFor: null,
    isStored: true,
  };
  const sessions = open.get(ctx.tx) ?? new Map<string, CaseSession>();
  open.set(ctx.tx, sessions.set(row.id, session));
  return session;
}

const noWords: PackTexts = { reasons: {}, inputs: {}, texts: {} };

async function wordsOf(ctx: Context, item: ItemVersion): Promise<Words> {
  if (item.pack === null) return { zh: noWords, en: noWords };
  return (await findCurrent<Words>(ctx, 'texts', item.pack))?.content ?? { zh: noWords, en: noWords };
}

/** Writes the case and its new steps, and closes the session. */
export async function saveSession(ctx: Context, session: CaseSession): Promise<void> {
  const { row, events } = session;
  await (session.isStored ? updateCase(ctx, row) : insertCase(ctx, row));
  if (session.isStored && row.endedAt !== null) await endEntrusted(ctx, row.id);
  session.isStored = true;
  const { byApplicant, actsFor } = session;
  await insertEvents(ctx, row.id, events, { isApplicant: byApplicant ?? false, actsFor });
  ctx.record({
    action: `case.${events.at(-1)?.kind ?? 'change'}`,
    entity: 'case',
    entityId: row.id,
    detail: { status: row.status, version: row.version },
  });
  ctx.publish({
    type: 'case.changed',
    subjectId: row.id,
    payload: { status: row.status, item: row.itemCode },
  });
  open.get(ctx.tx)?.delete(row.id);
}

/** Moves a case to a status and notes the step. */
export function moveTo(
  ctx: Context,
  session: CaseSession,
  status: CaseStatus,
  event: Omit<NewEvent, 'fromStatus' | 'toStatus'>,
): void {
  const { row } = session;
  session.events.push({ ...event, fromStatus: row.status, toStatus: status });
  row.status = status;
  if (endStatuses.has(status)) row.endedAt = ctx.now;
}
