import { useStaffApi } from '../../staff/api/queries.ts';
import type { Agency, Organisation } from '../api/types.ts';
import { useAdminWords } from '../words.ts';

export function useOrganisation() {
  return useStaffApi<Organisation>('/api/v1/admin/organisation');
}

/** Names a post by agency, what one does there, and how far it reaches. */
export function usePlaceNames() {
  const { w, text } = useAdminWords();
  const agencies = useStaffApi<{ items: Agency[] }>('/api/v1/agencies').data?.items ?? [];
  const divisions = useOrganisation().data?.divisions ?? [];
  return (post: { role: string; agency: string; division: string }): string => {
    const agency = agencies.find(({ slug }) => slug === post.agency);
    const division = divisions.find(({ code }) => code === post.division);
    return [
      agency ? text(agency.name) : post.agency,
      w(`role.${post.role}`),
      division ? text(division.name) : post.division,
    ].join(' · ');
  };
}
