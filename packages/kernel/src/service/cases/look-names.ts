import { sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { sitePhotos } from './fetches.ts';

type Names = Readonly<Record<string, Text>>;

/** What access records of one case name, in its own words. */
export interface CaseNames {
  /** Of the form that the case was filled in by: another form may ask the same under another name. */
  questions: Names;
  /** Of its item. */
  materials: Names;
}

/** Names for the records of these cases, by the case; whoever was looked at need not be able to see it any more. */
export async function namesOfCases(
  { tx }: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CaseNames>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; questions: Names | null; materials: Names | null }>`
    select c.id,
      (select jsonb_object_agg(q.key, q.value->'x-title') from jsonb_each(d.content->'properties') q) as questions,
      (select jsonb_object_agg(m->>'id', m->'name') from jsonb_array_elements(v.content->'materials') m) as materials
    from service_case c join definition d on d.id = c.form_id join item_version v on v.id = c.item_version_id
    where c.id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(
    rows.map(({ id, questions, materials }) => [
      id,
      { questions: questions ?? {}, materials: { ...materials, ...materialsOfOfficials } },
    ]),
  );
}

/** What officials add to a case, whatever its item asks for. */
export const materialsOfOfficials: Names = { [sitePhotos]: { zh: '现场照片', en: 'Photos of the site' } };
