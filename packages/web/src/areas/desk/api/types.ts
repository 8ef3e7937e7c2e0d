import type {
  CaseDetail as PortalCaseDetail,
  CaseStatus,
  CaseSummary as PortalCaseSummary,
  FieldSource,
  FormAnswer,
  FormField,
  FormSchema,
  Reason as PortalReason,
  Text,
  Verb,
} from '../../../api/types.ts';

/** Shapes of `/api/v1` as staff get them; what the portal shares with the desk comes from its types. */

export type Due = PortalCaseSummary['due'];

export interface CaseSummary extends PortalCaseSummary {
  /** Taken by the one who asks. */
  mine: boolean;
}

export type DeskField = Omit<FormField, 'x-widget' | 'x-choices'> & {
  'x-widget'?: NonNullable<FormField['x-widget']> | 'photos';
  'x-choices'?: NonNullable<FormField['x-choices']>;
  /** Filled from a record; a locked one is taken from there whatever is sent. */
  'x-from'?: { lookup: string; value: string; lock: boolean };
  /** Answers that go with each value that can be chosen. */
  'x-fills'?: Record<string, Record<string, unknown>>;
};

export type DeskForm = Omit<FormSchema, 'properties'> & { properties: Record<string, DeskField> };

export interface DeskAction {
  verb: Verb;
  label: Text;
  primary: boolean;
  /** What the verb asks for; null when a click is enough. */
  input: DeskForm | null;
  /** The pack's form for the task; its answers go into `form`. */
  taskForm: DeskForm | null;
}

export interface Reason extends Omit<PortalReason, 'inputs'> {
  code: string;
  inputs: {
    name: string;
    label: Text;
    value: unknown;
    source: string;
    sourceName: Text;
    asOf: string | null;
  }[];
}

export interface HistoryEvent {
  at: string;
  kind: string;
  text: Text;
  actor: { kind: 'applicant' | 'staff' | 'system'; name: string };
  post: Text | null;
  detail: unknown;
  notice?: { id: string; number: string; title: Text };
}

export interface DeskCase
  extends
    CaseSummary,
    Omit<PortalCaseDetail, keyof CaseSummary | 'actions' | 'timeline' | 'reasons' | 'schema' | 'sources'> {
  dueProvisional: boolean;
  acceptedAt: string | null;
  decidedAt: string | null;
  caseType: 'instant' | 'promise';
  channel: string;
  schema: DeskForm;
  sources: Record<string, FieldSource>;
  actions: DeskAction[];
  timeline: HistoryEvent[];
  reasons: Reason[];
  parties: { role: string; state: string }[];
}

export type Material = DeskCase['materials'][number];

export interface CommandAnswer {
  id: string;
  number: string;
  status: CaseStatus;
  version: number;
}

/** Answer to a new case. */
export interface NewCaseAnswer extends CommandAnswer {
  statusText: Text;
  dueDate: string | null;
}

export interface Diagrams {
  items: { processKey: string; xml: string; tokens: string[] }[];
}

/** The form of an item as it is filled for the one at the window. */
export type IntakeForm = Omit<FormAnswer, 'schema'> & { schema: DeskForm };

/** To whom a case can be handed over. */
export interface Colleague {
  account: string;
  name: string;
  post: Text;
  /** Open cases that they have taken. */
  open: number;
}

export interface Dispute {
  id: string;
  resource: string;
  resourceName: Text;
  field: string;
  fieldName: Text;
  reason: string;
  createdAt: string;
}

/** With what the record says now, and the schema of its field. */
export interface DisputeDetail extends Dispute {
  schema: DeskField & { 'x-format'?: string };
  value: unknown;
  shown: Text;
}

export interface OpenRating {
  caseId: string;
  number: string;
  itemTitle: Text;
  stars: number;
  indices: string[];
  comment: string;
  due: string;
  createdAt: string;
}

export interface Dispatch {
  id: string;
  at: string;
  channel: string;
  to: string;
  text: string;
  state: string;
}

export type SealState = 'asked' | 'refused' | 'withdrawn' | 'active' | 'frozen' | 'superseded' | 'destroyed';
export type SealKind = 'agency-round' | 'agency-oval' | 'person-name';

/** Someone by account name and by name. */
export interface Named {
  account: string;
  name: string;
}

export interface SealLine {
  id: string;
  /** Slug. */
  agency: string;
  /** 印章编码; null until it is made. */
  number: string | null;
  name: string;
  kind: SealKind;
  usage: string;
  usageName: Text;
  keeper: Named | null;
  state: SealState;
  validFrom: string | null;
  validUntil: string | null;
  /** For If-Match. */
  version: number;
}

export interface SealMatter {
  id: string;
  number: string;
  kind: 'apply' | 'change' | 'grant' | 'end-grant' | 'freeze' | 'thaw' | 'destroy';
  state: 'asked' | 'approved' | 'refused' | 'withdrawn' | 'done';
  askedAt: string;
  asker: string;
  reason: string;
  decidedAt: string | null;
  decider: string | null;
  decisionReason: string | null;
}

export interface SealGrant {
  id: string;
  account: Named | null;
  /** Code of a licence type or item; null: for all. */
  forType: string | null;
  /** Uses; null: as often as needed. */
  most: number | null;
  used: number;
  from: string;
  until: string;
  endedAt: string | null;
}

/** What the picture says and how large it is, in millimetres, where that is not as usual. */
export interface SealDrawing {
  line?: string;
  width?: number;
  height?: number;
}

export interface Seal extends SealLine {
  drawing: SealDrawing;
  supersedes: string | null;
  supersededBy: string | null;
  matters: SealMatter[];
  grants: SealGrant[];
}

export interface SealUse {
  id: string;
  at: string;
  grant: string;
  /** By name; null where the platform sealed by rule. */
  who: string | null;
  purpose: string;
  form: 'ofd' | 'pdf';
  /** Hexadecimal. */
  digest: string;
  entity: { kind: 'licence' | 'case' | 'file'; id: string };
}
