import { sql } from 'kysely';

/** What a list of items can be narrowed by. */
export interface ItemFilter {
  /** Credit code or slug. */
  agencyCode?: string;
  /** Items that a resident of this division can use: its own and those of the levels above. */
  divisionCode?: string;
  lifeEvent?: string;
  serviceObject?: number;
  popular?: boolean;
}

/** The filter as a condition over `item_version v` joined with `agency a`. */
export function filterSql(filter: ItemFilter) {
  const { agencyCode = null, lifeEvent = null, serviceObject = null, divisionCode = null } = filter;
  return sql`(${agencyCode}::text is null or a.code = ${agencyCode} or a.slug = ${agencyCode})
    and (${lifeEvent}::text is null or ${lifeEvent} = any(v.life_events))
    and (${serviceObject}::int is null or ${serviceObject} = any(v.service_objects))
    and (not ${filter.popular ?? false} or v.popular)
    and (${divisionCode}::text is null
      or left(${divisionCode}, length(qc_division_prefix(v.division_code))) = qc_division_prefix(v.division_code))`;
}
