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
  state: 'open' | 'usedUp' | 'expired' | 'revoked';
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
}

export function grantsPath(id: string): string {
  return `/api/v1/licences/${encodeURIComponent(id)}/grants`;
}

export function usesPath(id: string): string {
  return `/api/v1/licences/${encodeURIComponent(id)}/uses`;
}
