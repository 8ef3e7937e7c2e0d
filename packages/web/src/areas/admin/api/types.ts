import type { Text } from '../../../api/types.ts';

/** Shapes of `/api/v1` as administration gets them. */

export interface Defect {
  rule: string;
  field: string;
  text: Text;
}

export type ItemState = 'draft' | 'review' | 'published' | 'withdrawn';

export interface ManagedItem {
  id: string;
  code: string;
  name: string;
  /** Official name. */
  agency: string;
  state: ItemState;
  version: number;
  defects: Defect[];
  online: boolean;
  caseType: string;
}

/** Elements of the implementation list, by name. */
export type Content = Record<string, unknown>;

export interface ManagedItemDetail extends ManagedItem {
  rowVersion: number;
  content: Content;
  /** Elements that the base item fixes. */
  base: Content | null;
  versions: {
    id: string;
    version: number;
    state: ItemState;
    createdAt: string;
    publishedAt: string | null;
  }[];
}

export interface ItemDiff {
  changed: { field: string; before: unknown; after: unknown }[];
  saved: { steps: number; days: number | null; materials: number };
}

export interface Agency {
  slug: string;
  /** 统一社会信用代码 */
  code: string;
  name: Text;
  division: { code: string; name: Text };
}

export interface DeadJob {
  id: string;
  kind: string;
  attempts: number;
  lastError: string | null;
  endedAt: string;
}

/** A key of what packs publish, with its version in force. */
export interface DefinitionLine {
  id: string;
  key: string;
  version: number;
  pack: string;
  publishedAt: string;
  title: string | null;
}

export interface DefinitionVersion {
  id: string;
  version: number;
  pack: string;
  publishedAt: string;
  /** When the next version took its place. */
  until: string | null;
}

export interface StaffLine {
  id: string;
  login: string;
  name: string;
  closed: boolean;
  posts: { id: string; role: string; name: Text; agency: string; division: string; from: string }[];
}

export interface Organisation {
  divisions: {
    code: string;
    name: Text;
    level: 'province' | 'city' | 'district' | 'town' | 'village';
    parentCode: string | null;
  }[];
  posts: { id: string; role: string; name: Text; agency: string; division: string; holders: number }[];
}

export interface Certificate {
  id: string;
  profile: 'root' | 'intermediate' | 'maker' | 'seal' | 'signer' | 'timestamp' | 'ocsp' | 'tls' | 'person';
  scheme: 'SM2' | 'ES256';
  /** Hexadecimal. */
  serial: string;
  subject: Partial<Record<'country' | 'state' | 'locality' | 'organisation' | 'unit' | 'number', string>> & {
    common: string;
  };
  /** Slug; null: of the platform itself, or of a person. */
  agency: string | null;
  state: 'valid' | 'held' | 'revoked' | 'ended';
  validFrom: string;
  validUntil: string;
  revokedAt: string | null;
  reason: string | null;
  ground: string | null;
  /** RFC 7468. */
  pem: string;
}

export interface KeyLine {
  id: string;
  /** Slug. */
  agency: string | null;
  name: string;
  use: 'sign' | 'encrypt' | 'mac';
  algorithm: string;
  state: 'active' | 'suspended' | 'retired' | 'destroyed';
  /** The one that signs and encrypts. */
  version: number;
  createdAt: string;
  changedAt: string;
}

export interface WholeKey extends KeyLine {
  versions: {
    version: number;
    state: 'current' | 'former' | 'destroyed';
    /** PEM; null for a secret. */
    publicKey: string | null;
    from: string;
    until: string | null;
  }[];
}

export interface AgencySystem {
  id: string;
  login: string;
  /** Slug. */
  agency: string;
  name: Text;
  /** Calls of the crypto service a day. */
  cryptoQuota: number;
  callsToday: number;
  closed: boolean;
  /** End of its token; null when it has none. */
  tokenUntil: string | null;
}

export interface RelyingPartyInput {
  name: Text;
  kind: 'web' | 'native' | 'device';
  authMethod: 'private_key_jwt' | 'client_secret_basic' | 'none';
  jwks?: { keys: Record<string, string>[] };
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  backchannelLogoutUri: string | null;
  scopes: ('profile' | 'offline_access')[];
  /** By which number it knows people: the same everywhere, or another in each sector. */
  subjectType: 'public' | 'pairwise';
  parRequired: boolean;
  dpopRequired: boolean;
}

/** A system to which people sign in through the platform. */
export interface RelyingParty extends RelyingPartyInput {
  id: string;
  clientId: string;
  /** Slug. */
  agency: string;
  closed: boolean;
  version: number;
}

export interface LicenceTypeLine {
  code: string;
  name: Text;
  kind: 'licence' | 'proof';
  holder: 'person' | 'entity' | 'any';
  /** Null: it does not end. */
  validMonths: number | null;
  single: boolean;
  version: number;
  pack: string;
  publishedAt: string;
}

export interface LicenceType extends LicenceTypeLine {
  catalogueNumber: string;
  /** Slug; null: the owner of the pack. */
  issuer: string | null;
  statement: Text;
  fields: {
    name: string;
    label: Text;
    format: 'text' | 'date' | 'money' | 'area' | 'percent' | 'number' | 'list';
    public: boolean;
  }[];
  items: { code: string; name: string }[];
  lawfulUses: { id: string; title: Text; agencies: string[] }[];
  hasLayout: boolean;
  hasStock: boolean;
}

export interface LicenceStock {
  id: string;
  state: 'running' | 'stopped' | 'done';
  /** Why the platform stopped it. */
  problem: Text | null;
  total: number;
  sealed: number;
  skipped: number;
  failed: number;
  startedAt: string;
}
