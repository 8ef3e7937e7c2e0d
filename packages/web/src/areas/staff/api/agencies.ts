import type { Text } from '../../../api/types.ts';
import { useStaffApi } from './queries.ts';

export interface Agency {
  slug: string;
  name: Text;
}

export function useAgencies(): Agency[] {
  return useStaffApi<{ items: Agency[] }>('/api/v1/agencies').data?.items ?? [];
}

/** Names an agency by its slug; nothing until the names are there. */
export function useAgencyName(): (slug: string) => Text {
  const agencies = useAgencies();
  return (slug) => agencies.find((agency) => agency.slug === slug)?.name ?? { zh: '', en: '' };
}
