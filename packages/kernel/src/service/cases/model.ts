import type { Term } from '../../platform/calendar/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { FieldSource } from '../../work/forms/index.ts';

export const caseStatuses = [
  'draft',
  'submitted',
  'correcting',
  'notAccepted',
  'accepted',
  'suspended',
  'review',
  'notGranted',
  'granted',
  'delivered',
  'refused',
  'withdrawn',
  'ended',
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** Statuses in which nothing more will happen but a rating. */
export const endStatuses: ReadonlySet<CaseStatus> = new Set([
  'notAccepted',
  'delivered',
  'refused',
  'withdrawn',
  'ended',
]);

/** Who reads a case: whoever acts for the applicant, another party who must agree, an official. */
export const readers = ['applicant', 'coApplicant', 'staff'] as const;
export type Reader = (typeof readers)[number];

/** What a case waits for from the one who reads it. */
export const waitingFor = ['confirm', 'correct', 'choose', 'pay'] as const;
export type WaitingFor = (typeof waitingFor)[number];

export const verbs = [
  'save',
  'submit',
  'resubmit',
  'materials',
  'confirm',
  'dispute',
  'ask-person',
  'pay',
  'withdraw',
  'rate',
  'claim',
  'request-correction',
  'accept',
  'not-accept',
  'suspend',
  'resume',
  'extend',
  'hand-over',
  'deliver',
  'end',
  'review',
  'decide',
] as const;
export type Verb = (typeof verbs)[number];

/** Why a rule found what it found; every decision explains itself by these. */
export interface Reason {
  /** Table and row of the rule, or what stands for it. */
  rule: string;
  /** Code by which packs name the ground. */
  code: string;
  outcome: 'granted' | 'notGranted' | 'refused';
  text: Text;
  inputs: ReasonInput[];
  basis: Text;
  remedy: Text;
}

export interface ReasonInput {
  name: string;
  label: Text;
  value: unknown;
  /** Resource code, `form`, `calendar` or `rule`. */
  source: string;
  asOf: string | null;
}

export interface CaseMaterial {
  id: string;
  fileId?: string;
  /** Licence or record by which the material is met. */
  met?: {
    kind: 'resource' | 'licence';
    /** Resource code or licence type. */
    code: string;
    id?: string;
    /** Of the licence. */
    number?: string;
  };
  /** Handed in after the application; until the decision it may be replaced. */
  followed?: true;
}

export interface Decision {
  outcome: 'granted' | 'refused';
  at: string;
  by: string;
  text: Text;
  basis?: string;
}

export interface CaseRow {
  id: string;
  number: string;
  itemVersionId: string;
  itemCode: string;
  itemName: string;
  status: CaseStatus;
  /** What a suspended case goes back to. */
  priorStatus: CaseStatus | null;
  applicantKind: 'person' | 'entity';
  applicantId: string;
  applicantName: string;
  accountId: string;
  agentPersonId: string | null;
  channel: 'portal' | 'window' | 'api';
  agencyId: string;
  divisionCode: string;
  form: Record<string, unknown>;
  formId: string;
  materials: CaseMaterial[];
  sources: Record<string, FieldSource>;
  reasons: Reason[];
  decision: Decision | null;
  corrections: { path: string; text: Text }[];
  instanceId: string | null;
  byPerson: boolean;
  waitingRoles: string[];
  claimedBy: string | null;
  statutory: Term | null;
  promised: Term | null;
  statutoryDue: Date | null;
  due: Date | null;
  dueProvisional: boolean;
  licenceId: string | null;
  createdAt: Date;
  submittedAt: Date | null;
  acceptedAt: Date | null;
  decidedAt: Date | null;
  endedAt: Date | null;
  updatedAt: Date;
  version: number;
}

export interface NewEvent {
  kind: string;
  text: Text;
  fromStatus?: CaseStatus;
  toStatus?: CaseStatus;
  detail?: Record<string, unknown>;
  noticeId?: string;
  /** Done by the rules, not by the one who sent the command. */
  bySystem?: boolean;
}
