import { useMutation } from '@tanstack/react-query';
import type { Text } from '../../../api/types.ts';
import { useReload, useStaffCommand } from '../../staff/api/queries.ts';

export const upperPath = '/api/v1/desk/upper-licences';

/** Shapes of `/api/v1/desk/upper-licences`. */
export interface UpperLevel {
  upper: { name: Text; retryAt: string | null } | null;
  types: LicenceType[];
}

export interface LicenceType {
  code: string;
  name: Text;
  fields: { name: string; label: Text }[];
}

export interface Question {
  caseNumber: string;
  basis: string;
  certificateHolderCode?: string;
  certificateIdentifier?: string;
  certificateTypeCode?: string;
}

/** A licence as the upper level holds it, in the members of its exchange. */
export interface UpperLicence {
  certificateIdentifier: string;
  state: 'valid' | 'suspended' | 'revoked' | 'cancelled' | 'superseded';
  changedAt: string;
  certificateTypeCode: string;
  certificateTypeName: string;
  certificateNumber: string;
  certificateHolderName: string;
  certificateIssuingAuthorityName: string;
  certificateIssuedDate: string;
  certificateExpiringDate: string | null;
  data: { name: string; value: string }[];
}

export interface Asked {
  id: string;
  at: string;
  caseNumber: string;
  kind: 'identifier' | 'holder';
  outcome: 'found' | 'nothing' | 'away' | 'refused' | null;
  identifiers: string[];
}

export interface Verdict {
  match: boolean;
  state: UpperLicence['state'] | 'expired' | null;
}

/** Notes a question and puts it; each call is a question of its own. */
export function useAsk() {
  const command = useStaffCommand();
  const reload = useReload();
  return useMutation({
    mutationFn: async (question: Question) => {
      const noted = await command<{ id: string }>({
        path: `${upperPath}/asks`,
        body: question,
        purpose: 'case-handling',
      });
      const { items } = await command<{ items: UpperLicence[] }>({
        path: `${upperPath}/asks/${noted.id}/answer`,
      });
      return { question, items };
    },
    onSettled: () => void reload(),
  });
}
