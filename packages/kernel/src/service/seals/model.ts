import type { Text } from '../../platform/text/index.ts';

export const sealKinds = ['agency-round', 'agency-oval', 'person-name'] as const;
export type SealKind = (typeof sealKinds)[number];

/** What a seal is for; the line across its picture says the Chinese name, but on the official seal. */
export const usages = {
  official: { zh: '公章', en: 'Official seal' },
  approval: { zh: '审批专用章', en: 'Seal for approvals' },
  licence: { zh: '证照专用章', en: 'Seal for licences' },
  contract: { zh: '合同专用章', en: 'Seal for contracts' },
  finance: { zh: '财务专用章', en: 'Seal for finance' },
  invoice: { zh: '发票专用章', en: 'Seal for invoices' },
  registration: { zh: '登记专用章', en: 'Seal for registrations' },
  personal: { zh: '个人名章', en: 'Personal name seal' },
} as const satisfies Record<string, Text>;
export type SealUsage = keyof typeof usages;
export const usageCodes = Object.keys(usages) as SealUsage[];

export const sealStates = [
  'asked',
  'refused',
  'withdrawn',
  'active',
  'frozen',
  'superseded',
  'destroyed',
] as const;
export type SealState = (typeof sealStates)[number];

/** Lengths in whole millimetres; what is left out is as usual for the kind. */
export interface SealDrawing {
  /** Across the picture; the name of its use unless said. */
  line?: string;
  /** Of a round or name seal; of an oval one its width. */
  width?: number;
  /** Of an oval one. */
  height?: number;
}

export interface SealRow {
  id: string;
  agencyId: string;
  /** Slug. */
  agency: string;
  agencyZh: string;
  divisionCode: string;
  number: string | null;
  name: string;
  kind: SealKind;
  usage: SealUsage;
  spec: SealDrawing;
  keeperId: string | null;
  /** Login. */
  keeper: string | null;
  keeperName: string | null;
  state: SealState;
  supersedesId: string | null;
  supersededById: string | null;
  sm2KeyId: string | null;
  p256KeyId: string | null;
  sm2CertificateId: string | null;
  es256CertificateId: string | null;
  validFrom: Date | null;
  validUntil: Date | null;
  createdAt: Date;
  version: number;
}

export const matterKinds = ['apply', 'change', 'grant', 'end-grant', 'freeze', 'thaw', 'destroy'] as const;
export type MatterKind = (typeof matterKinds)[number];
/** What one asks for and another decides; the rest is done at once. */
export type DecidedKind = Extract<MatterKind, 'apply' | 'change' | 'thaw' | 'destroy'>;

export const matterStates = ['asked', 'approved', 'refused', 'withdrawn', 'done'] as const;
export type MatterState = (typeof matterStates)[number];

export interface MatterRow {
  id: string;
  number: string;
  sealId: string;
  kind: MatterKind;
  state: MatterState;
  askedAt: Date;
  askedBy: string | null;
  /** Who asked, by name, or why the platform did. */
  asker: string;
  askedSystem: string | null;
  reason: string;
  decidedAt: Date | null;
  decider: string | null;
  decisionReason: string | null;
}

export interface GrantRow {
  id: string;
  sealId: string;
  accountId: string | null;
  /** Login. */
  account: string | null;
  accountName: string | null;
  forType: string | null;
  most: number | null;
  used: number;
  validFrom: Date;
  validUntil: Date;
  endedAt: Date | null;
}

export interface UseRow {
  id: string;
  at: Date;
  grantId: string;
  /** By name; null where the platform acted for the agency. */
  who: string | null;
  purpose: string;
  form: 'ofd' | 'pdf';
  digest: Buffer;
  entityKind: 'licence' | 'case' | 'file';
  entityId: string;
}

export interface NewSeal {
  agencyId: string;
  kind: SealKind;
  usage: SealUsage;
  /** The agency's own name unless said; of a name seal always its keeper's. */
  name?: string | undefined;
  drawing: SealDrawing;
  /** Login of who keeps it. */
  keeper?: string | undefined;
  reason: string;
}

export interface NewGrant {
  /** Login; without one the jobs for the type. */
  account?: string | undefined;
  forType?: string | undefined;
  most?: number | undefined;
  from?: Date | undefined;
  until: Date;
  reason: string;
}
