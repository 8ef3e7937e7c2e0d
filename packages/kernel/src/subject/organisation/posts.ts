import { sql } from 'kysely';
import { postsOf, type Context, type PostRole } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { divisionPrefix } from './reach.ts';
import { findDivision, getAgencyBySlug, savePosts } from './store.ts';

/** A post as a choice names it: what one does, at which agency, and in which division with all below it. */
export interface PostPlace {
  role: PostRole;
  /** Slug. */
  agency: string;
  division: string;
}

export interface PostLine {
  id: string;
  role: PostRole;
  name: Text;
  agency: string;
  division: string;
  /** People who hold it today. */
  holders: number;
}

/** What a role is called; a post that is made for a choice takes its name from it. */
export const roleNames: Readonly<Record<PostRole, Text>> = {
  clerk: { zh: '受理岗', en: 'Intake clerk' },
  reviewer: { zh: '审核岗', en: 'Reviewer' },
  decider: { zh: '审批岗', en: 'Decider' },
  inspector: { zh: '核查岗', en: 'Inspector' },
  head: { zh: '业务负责人', en: 'Head of service' },
  dataOfficer: { zh: '数据管理岗', en: 'Data officer' },
  admin: { zh: '平台管理员', en: 'Administrator' },
  system: { zh: '业务系统', en: 'Agency system' },
};

/** Beginnings of the division codes that the caller's administrator posts reach. */
export function administeredPrefixes(ctx: Context): string[] {
  return postsOf(ctx.actor)
    .filter((post) => post.role === 'admin')
    .map((post) => divisionPrefix(post.divisionCode));
}

/** Errors: `platform.forbidden` when a division lies outside of what the caller administers. */
export function expectAdministered(ctx: Context, division: string): void {
  if (!administeredPrefixes(ctx).some((prefix) => division.startsWith(prefix)))
    throw platformErrors.forbidden();
}

/** Posts that the caller administers; a city has some hundreds. */
export async function listPosts(ctx: Context, today: string): Promise<PostLine[]> {
  const { rows } = await sql<Omit<PostLine, 'name'> & { nameZh: string; nameEn: string }>`
    select p.id, p.role, p.name_zh, p.name_en, a.slug as agency, p.division_code as division,
      (select count(*)::int from account_post h where h.post_id = p.id and h.valid_from <= ${today}
        and (h.valid_until is null or h.valid_until >= ${today})) as holders
    from post p join agency a on a.id = p.agency_id
    where exists (select 1 from unnest(${administeredPrefixes(ctx)}::text[]) prefix where p.division_code like prefix || '%')
    order by a.slug, p.division_code, p.role, p.slug limit 5000`.execute(ctx.tx);
  return rows.map(({ nameZh, nameEn, ...row }) => ({ ...row, name: { zh: nameZh, en: nameEn } }));
}

/** The post of a place, made when there is none yet. Errors: `platform.not-found`, `platform.forbidden`. */
export async function takePost(ctx: Context, { role, agency, division }: PostPlace): Promise<string> {
  expectAdministered(ctx, division);
  const owner = await getAgencyBySlug(ctx, agency);
  if (!(await findDivision(ctx, division))) throw platformErrors.notFound();
  const known = await ctx.tx
    .selectFrom('post')
    .select('id')
    .where('role', '=', role)
    .where('agencyId', '=', owner.id)
    .where('divisionCode', '=', division)
    .orderBy('slug')
    .limit(1)
    .executeTakeFirst();
  if (known) return known.id;
  const slug = `${agency}-${role}-${division}`;
  const made = await savePosts(ctx, [
    { slug, role, agencySlug: agency, divisionCode: division, name: roleNames[role] },
  ]);
  const id = made.get(slug) ?? '';
  ctx.record({ action: 'post.create', entity: 'post', entityId: id, detail: { role, agency, division } });
  return id;
}
