/** Shapes of `/api/v1` as the pages use them. `contracts/openapi.json` is the authority. */

export interface Text {
  zh: string;
  en: string;
}

export type Lang = 'zh' | 'en';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  /** What happened and what to do, both languages. */
  text: Text;
  remedy: Text;
  errors?: { path: string; text: Text }[];
  requestId: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Session {
  signedIn: boolean;
  demo: boolean;
  csrf: string;
  city: City;
  account?: {
    id: string;
    name: string;
    kind: 'resident' | 'staff';
    /** `reach`: whether the post opens what is of the whole city. */
    posts: { id: string; name: Text; agency: Text; role: string; reach: 'city' | 'district' }[];
    subject?: { id: string; maskedIdNumber: string };
    unreadMessages: number;
    /** Without use for so long the session ends; null: only when it expires. */
    idleSeconds: number | null;
    /** The session is one at a window. */
    atWindow?: { place: string; clerk: string };
  };
}

export interface City {
  id: string;
  name: Text;
  product: Text;
  brandHue: number;
  defaultLang: Lang;
  hotline: string;
  divisions: { code: string; name: Text }[];
  agencies: { code: string; name: Text; items: number }[];
  lifeEvents: { code: string; name: Text; items: number }[];
}

export interface ItemSummary {
  code: string;
  /** Official name (Chinese). */
  name: string;
  /** Everyday name. */
  title: Text;
  agency: string;
  agencyCode: string;
  agencyTitle: Text;
  caseType: 'instant' | 'promise';
  itemType: string;
  online: boolean;
  serviceObjects: ('person' | 'enterprise')[];
  promisedDays: number;
  statutoryDays: number;
  dayUnit: 'workingDay' | 'calendarDay' | 'officeHour';
  visits: number;
  /** fen; 0 is free */
  feeFrom: number;
  summary: Text;
}

export interface ItemMaterial {
  id: string;
  name: Text;
  need: 'needed' | 'notNeeded' | 'later';
  /** Whether the government already holds it: «系统已有,无需提交». */
  held: boolean;
  heldSource?: Text;
  /** A licence of the applicant may answer it. */
  byLicence?: true;
  form: 'electronic' | 'paper' | 'both';
  copies: number;
  source: Text;
  standard?: Text;
}

export interface ItemDetail extends ItemSummary {
  version: number;
  /** How surely it must be the person: 3 is by a passkey, 4 by a certificate. */
  assurance: number;
  conditions: Text[];
  legalBasis: { title: Text; clause: Text }[];
  materials: ItemMaterial[];
  fees: { name: Text; amount: number; basis: Text }[];
  steps: { name: Text; what: Text; days?: number }[];
  places: { name: Text; address: Text; hours: Text; phone: string }[];
  questions: { question: Text; answer: Text }[];
  result: { name: Text; type: string } | null;
  enquiryPhone: string;
  complaintPhone: string;
  effectiveFrom: string;
  actsForEntity: boolean;
}

/** JSON Schema 2020-12 with `x-` display hints (see docs/guides/forms.md). */
export interface FormField {
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  title?: string;
  description?: string;
  enum?: (string | number)[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  items?: FormField;
  properties?: Record<string, FormField>;
  required?: string[];
  readOnly?: boolean;
  'x-title'?: Text;
  'x-help'?: Text;
  'x-enum'?: Record<string, Text>;
  'x-widget'?:
    'text' | 'textarea' | 'radio' | 'select' | 'date' | 'money' | 'number' | 'confirm' | 'choice' | 'phone';
  /** FEEL over the answers; the field is asked only where true. */
  'x-when'?: string;
  /** Choices come from the prefill answer `choices[path]`. */
  'x-choices'?: string | { none?: Text; fills?: Record<string, string> };
  'x-unit'?: Text;
  /** FEEL over lookups that filled the field, as `person.phone`. */
  'x-from'?: { lookup: string; value: string; lock: boolean };
}

export interface FormSchema extends FormField {
  $id?: string;
  properties: Record<string, FormField>;
  'x-steps': { id: string; title: Text; intro?: Text; fields: string[]; when?: string }[];
  'x-confirm'?: Text;
}

export interface FieldSource {
  resource: string;
  resourceName: Text;
  agency: Text;
  /** RFC 3339 instant of the record. */
  asOf: string;
  locked: boolean;
}

/** Who holds what meets a material, and the licence where it is one. */
export interface Met {
  source: Text;
  licence?: { number: string };
}

export interface FormAnswer {
  item: string;
  formVersion: number;
  schema: FormSchema;
  prefilled: Record<string, unknown>;
  sources: Record<string, FieldSource>;
  /** `fills`: answers that go with a choice, by field. */
  choices: Record<string, { value: string; label: Text; detail?: Text; fills?: Record<string, unknown> }[]>;
  materials: (ItemMaterial & { met?: Met; meets?: { met: Met; when: Record<string, unknown> }[] })[];
  /** Hand in as this principal: own name or a mandate. */
  onBehalfOf: { id: string; name: string; kind: 'person' | 'entity' } | null;
}

export type CaseStatus =
  | 'draft'
  | 'submitted'
  | 'correcting'
  | 'notAccepted'
  | 'accepted'
  | 'suspended'
  | 'review'
  | 'notGranted'
  | 'granted'
  | 'delivered'
  | 'refused'
  | 'withdrawn'
  | 'ended';

export type Verb =
  | 'save'
  | 'submit'
  | 'resubmit'
  | 'materials'
  | 'confirm'
  | 'dispute'
  | 'ask-person'
  | 'pay'
  | 'withdraw'
  | 'rate'
  | 'claim'
  | 'request-correction'
  | 'accept'
  | 'not-accept'
  | 'suspend'
  | 'resume'
  | 'extend'
  | 'hand-over'
  | 'deliver'
  | 'end'
  | 'review'
  | 'decide';

export interface Reason {
  rule: string;
  outcome: 'granted' | 'notGranted' | 'refused';
  text: Text;
  inputs: {
    name: string;
    label?: Text;
    value: unknown;
    source: string;
    sourceName?: Text;
    asOf: string | null;
    /** Who keeps the record. */
    agency?: Text | null;
    /** Field of the record that was read, where it is one that may be disputed. */
    field?: string | null;
  }[];
  basis: Text;
  remedy: Text;
}

export interface CaseSummary {
  id: string;
  number: string;
  item: { code: string; name: string; title: Text };
  status: CaseStatus;
  statusText: Text;
  applicant: string;
  division: string;
  agency: Text;
  handler: string | null;
  task: { id: string; name: Text } | null;
  /** What the case waits for from the reader. */
  waiting: 'confirm' | 'correct' | 'choose' | 'pay' | null;
  updatedAt: string;
  submittedAt: string | null;
  dueDate: string | null;
  due: 'none' | 'fine' | 'soon' | 'overdue' | 'suspended';
  version: number;
}

/** An action the caller may take now; `input` says what to ask for. */
export interface CaseAction {
  verb: Verb;
  label: Text;
  primary: boolean;
  /** Answers of the application that one stands for by it. */
  confirms: string[];
  /** JSON Schema of the body, with `x-title` texts. */
  input: FormSchema | null;
}

export interface CaseDetail extends CaseSummary {
  headline: Text;
  /** In which part it is read; another party reads what they confirm. */
  reader: 'applicant' | 'coApplicant' | 'staff';
  statutoryDueDate: string | null;
  form: Record<string, unknown>;
  formVersion: number;
  schema: FormSchema;
  sources: Record<string, FieldSource>;
  /** The one for whom another applies, or the entity that applies. */
  onBehalfOf: { id: string; name: string } | null;
  /** The caller acted in it under a mandate that has ended: number, item and status are all there is. */
  closed: boolean;
  /** Whether the caller may let someone else do it. */
  entrustable: boolean;
  materials: {
    /** The licence that answers it, and the use by which its file is fetched. */
    licence?: { useId: string; number: string };
    id: string;
    name: Text;
    state: 'held' | 'given' | 'missing' | 'later';
    /** May be handed in, or replaced, now by the verb `materials`. */
    mayFollow: boolean;
    standard?: Text;
    file?: { id: string; name: string; mediaType: string; bytes: number };
    source?: Text;
  }[];
  /** What a correction notice asks for. */
  corrections: { path: string; text: Text }[];
  reasons: Reason[];
  /** `by` is empty when the published rules decided. */
  decision: { outcome: 'granted' | 'refused'; at: string; by: string; text: Text } | null;
  timeline: {
    at: string;
    kind: string;
    text: Text;
    actor: { kind: 'applicant' | 'staff' | 'system'; name: string; actsFor: string | null };
    /** What was written with it; for staff, all that was kept. */
    detail: Record<string, unknown>;
    notice?: { id: string; number: string; title: Text };
  }[];
  actions: CaseAction[];
  licence: { id: string; number: string; name: Text; verifyCode: string } | null;
  orders: {
    id: string;
    amount: number;
    state: string;
    name: Text;
    payUrl: string | null;
    paidAt: string | null;
    paidBy: string | null;
    receipt: string | null;
  }[];
  payouts: { id: string; amount: number; state: string; name: Text }[];
  rating: { stars: number; indices: string[]; comment: string } | null;
  process: { bpmnId: string; activeElements: string[] } | null;
  appeal: Text | null;
}

export interface LicenceDetail {
  id: string;
  number: string;
  typeName: Text;
  holder: string;
  issuer: Text;
  issuedOn: string;
  validFrom: string;
  validUntil: string | null;
  edition: number;
  /** 电子证照标识 (GB/T 36904). */
  identifier: string;
  state: LicenceState;
  fields: { name: string; label: Text; value: string }[];
  verifyCode: string;
  verifyUrl: string;
  /** Why it is not valid any more, or for now. */
  change: {
    id: string;
    kind: LicenceChangeKind;
    on: string;
    reason: string;
    basis: string | null;
    notice: string | null;
  } | null;
  version: number;
}

export type LicenceState = 'valid' | 'expired' | 'suspended' | 'revoked' | 'cancelled' | 'superseded';
export type LicenceChangeKind =
  | 'suspend'
  | 'resume'
  | 'revoke'
  | 'cancel'
  | 'annotate'
  | 'renew'
  | 'change'
  | 'reissue'
  | 'merge'
  | 'split';

export interface LicenceHistory {
  items: {
    id: string;
    edition: number;
    kind: LicenceChangeKind;
    at: string;
    reason: string;
    basis: string | null;
    notice: string | null;
    successor: string | null;
  }[];
}

export interface AccessRecord {
  id: string;
  /** Of several looks the newest. */
  at: string;
  first: string;
  times: number;
  /** Whose data it was; null for one’s own. */
  entity: { id: string; name: string } | null;
  who: string | null;
  agency: Text | null;
  post: Text | null;
  purpose: Text;
  resource: Text;
  fields: Text[];
  caseNumber: string | null;
}

export interface Message {
  id: string;
  at: string;
  title: Text;
  body: Text;
  caseId: string | null;
  read: boolean;
}

/** Answer to a new case (`POST cases`) and, without number and reasons, to a verb. */
export interface CaseAnswer {
  id: string;
  number?: string;
  status: CaseStatus;
  version: number;
  /** After `pay`: where to pay. */
  payUrl?: string;
}

/** One material as a case command carries it. */
export interface CaseMaterialInput {
  id: string;
  fileId: string;
}

export interface StoredFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
}

export interface ItemSuggestion {
  code: string;
  title: Text;
}

/** What one library holds about the signed-in person. */
export interface MyDataGroup {
  resource: string;
  recordId: string;
  name: Text;
  source: { agency: Text; asOf: string };
  fields: { name: string; label: Text; value: Text; disputable: boolean }[];
}

/** Someone for whom the signed-in person may act. */
export interface Mandate {
  id: string;
  principalId: string;
  name: string;
  kind: 'person' | 'entity';
  mandate: 'agent' | 'parent' | 'representative' | 'once' | 'guardian' | 'case';
  relation: Text;
  /** Items that it covers; empty means all. */
  scope: { code: string; title: Text }[];
  validUntil: string | null;
  revocable: boolean;
  /** The one case that it is for; null for what is for items. */
  caseId: string | null;
}

/** Someone who may act for the signed-in person, or for an entity that they represent. */
export interface GrantedMandate extends Omit<Mandate, 'name'> {
  principal: string;
  agent: string;
}

/** What the public may know of a licence by its code. */
export interface Verification {
  code: string;
  state: LicenceDetail['state'];
  typeName: Text;
  /** Masked. */
  holder: string;
  issuer: Text;
  issuedOn: string;
  validUntil: string | null;
  since: string | null;
  /** What took its place, where several were made one. */
  mergedInto: { number: string; typeName: Text } | null;
  fields: { name: string; label: Text; value: string }[];
}

export interface SignInContext {
  uid: string | null;
  /** Login that was typed before, after a refusal. */
  account: string;
  demo: boolean;
  people: { account: string; name: string; story: Text; group: Text }[];
  /** Sign-in services of others; `down`: it did not answer lately. */
  upstreams: { id: string; name: Text; down: boolean }[];
  /** Where browsers show certificates; null where none are taken. */
  certificate: string | null;
  /** Who came from one of them for the first time, and is linked by the next sign-in. */
  newcomer: { from: Text; name: string; mayOpen: boolean } | null;
  /** Someone is signed in, and asked to show more. */
  stepUp: {
    level: number;
    insists: boolean;
    /** Version of the words under which a face check is offered; null where it is not. */
    faceConsent: string | null;
    /** The account has a certificate that can be shown. */
    certificate: boolean;
  } | null;
}

/** What a browser that waits for a phone shows; null when its time is over. */
export interface PhoneWait {
  uid: string;
  waiting: {
    state: 'open' | 'confirmed' | 'refused' | 'used';
    figures: string;
    address: string;
    picture: string | null;
    until: string;
  } | null;
}

export interface OwnPasskeys {
  items: { id: string; name: string; synced: boolean; addedAt: string; usedAt: string | null }[];
  /** Level of this session. */
  assurance: number;
  /** One can show one's face instead. */
  face: boolean;
  /** Level that a passkey gives. */
  reachable: number;
  /** One may be added or removed now. */
  fresh: boolean;
}

export interface OwnCertificates {
  items: { id: string; issuer: string; validUntil: string; addedAt: string; usedAt: string | null }[];
  /** One can sign in with certificates here. */
  offered: boolean;
  /** One may be added or removed now. */
  fresh: boolean;
}

export interface OpenSession {
  id: string;
  current: boolean;
  device: Text;
  network: string;
  beganAt: string;
  usedAt: string;
}

/** How one signs in. */
export interface OwnSignIn {
  login: string;
  password: boolean;
  secondFactor: boolean;
  removable: boolean;
  recoveryCodes: number;
}

export interface Rate {
  id: string;
  numerator: number;
  denominator: number;
}

/** The three rates, each over its own denominator. */
export interface Rates {
  asOf: string;
  rates: (Rate & {
    name: Text;
    /** The first of them. */
    excluded: { code: string; name: string; reason: Text }[];
    excludedCount: number;
  })[];
  groups: { kind: 'agency' | 'division'; code: string; name: Text; rates: Rate[] }[];
}
