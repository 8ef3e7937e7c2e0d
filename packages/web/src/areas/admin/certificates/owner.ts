import { useAgencyName } from '../../staff/api/agencies.ts';
import type { Certificate } from '../api/types.ts';
import { useAdminWords } from '../words.ts';

/** Whose a certificate is: an agency's, the platform's own, or that of the person whom it names. */
export function useOwner(): (certificate: Pick<Certificate, 'agency' | 'profile'>) => string {
  const { w, text } = useAdminWords();
  const agencyName = useAgencyName();
  return ({ agency, profile }) => {
    if (profile === 'person') return w('certificates.person');
    return agency === null ? w('certificates.platform') : text(agencyName(agency));
  };
}
