import type { Text } from '../../../../api/types.ts';

export interface NamedField {
  name: string;
  label: Text;
}

export interface Grant {
  id: string;
  to: 'agency' | 'company' | 'bearer';
  grantee: Text | null;
  fields: NamedField[];
  most: number;
  used: number;
  until: string;
  purpose: string;
  createdAt: string;
  /** Whether its code is for the sealed files themselves. */
  paper: boolean;
  /** `taken`: whoever used the code may still fetch the paper. */
  state: 'open' | 'taken' | 'usedUp' | 'expired' | 'revoked';
}

export interface Use {
  id: string;
  record: string;
  at: string;
  who: Text;
  post: Text | null;
  ground: 'grant' | 'code' | 'law' | 'case';
  law: { title: Text; clause: Text } | null;
  fields: NamedField[];
  matter: string;
  caseNumber: string | null;
  /** Whether it took the sealed files themselves. */
  paper: boolean;
  dispute: { reason: string; answer: string | null } | null;
}

/** What a use answers. */
export interface Used {
  record: string;
  number: string;
  typeName: Text;
  issuer: Text;
  validUntil: string | null;
  fields: { name: string; label: Text; value: string }[];
  /** Of a code for the paper: where its files are fetched, and until when. */
  paper: { useId: string; until: string } | null;
}

export function grantsPath(id: string): string {
  return `/api/v1/licences/${encodeURIComponent(id)}/grants`;
}

export function usesPath(id: string): string {
  return `/api/v1/licences/${encodeURIComponent(id)}/uses`;
}
