import type { Context, PostRole } from '../../platform/context/index.ts';
import type { Tx, Db } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Text } from '../../platform/text/index.ts';

export interface Division {
  code: string;
  name: Text;
  level: 'province' | 'city' | 'district' | 'town' | 'village';
  parentCode: string | null;
}

export interface Agency {
  id: string;
  code: string;
  slug: string;
  name: Text;
  divisionCode: string;
}

export interface NewPost {
  slug: string;
  role: PostRole;
  agencySlug: string;
  divisionCode: string;
  name: Text;
}

const agencyColumns = ['id', 'code', 'slug', 'nameZh', 'nameEn', 'divisionCode'] as const;

interface AgencyRow {
  id: string;
  code: string;
  slug: string;
  nameZh: string;
  nameEn: string;
  divisionCode: string;
}

function toAgency({ nameZh, nameEn, ...row }: AgencyRow): Agency {
  return { ...row, name: { zh: nameZh, en: nameEn } };
}

/** All agencies; a city has some hundred, so the list is bounded by what it is. */
export async function listAgencies(db: Db | Tx): Promise<Agency[]> {
  const rows = await db.selectFrom('agency').select(agencyColumns).orderBy('slug').limit(2000).execute();
  return rows.map(toAgency);
}

export async function findAgencyBySlug(ctx: Context, slug: string): Promise<Agency | undefined> {
  const row = await ctx.tx
    .selectFrom('agency')
    .select(agencyColumns)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row && toAgency(row);
}

export async function getAgencyBySlug(ctx: Context, slug: string): Promise<Agency> {
  const agency = await findAgencyBySlug(ctx, slug);
  if (!agency) throw platformErrors.notFound();
  return agency;
}

/** Province to district; towns and villages are found by their parent. */
export async function listDivisions(db: Db | Tx, levels: Division['level'][]): Promise<Division[]> {
  const rows = await db
    .selectFrom('division')
    .selectAll()
    .where('level', 'in', levels)
    .orderBy('code')
    .limit(5000)
    .execute();
  return rows.map(({ nameZh, nameEn, level, ...row }) => ({
    ...row,
    level: level as Division['level'],
    name: { zh: nameZh, en: nameEn },
  }));
}

export async function findDivision(ctx: Context, code: string): Promise<Division | undefined> {
  const row = await ctx.tx.selectFrom('division').selectAll().where('code', '=', code).executeTakeFirst();
  if (!row) return undefined;
  const { nameZh, nameEn, level, ...rest } = row;
  return { ...rest, level: level as Division['level'], name: { zh: nameZh, en: nameEn } };
}

export async function saveDivisions(ctx: Context, divisions: readonly Division[]): Promise<void> {
  for (let from = 0; from < divisions.length; from += 1000) {
    await ctx.tx
      .insertInto('division')
      .values(
        divisions.slice(from, from + 1000).map((division) => ({
          code: division.code,
          nameZh: division.name.zh,
          nameEn: division.name.en,
          level: division.level,
          parentCode: division.parentCode,
        })),
      )
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((eb) => ({
          nameZh: eb.ref('excluded.nameZh'),
          nameEn: eb.ref('excluded.nameEn'),
          level: eb.ref('excluded.level'),
          parentCode: eb.ref('excluded.parentCode'),
        })),
      )
      .execute();
  }
}

export async function saveAgencies(ctx: Context, agencies: readonly Omit<Agency, 'id'>[]): Promise<void> {
  await ctx.tx
    .insertInto('agency')
    .values(
      agencies.map((agency) => ({
        id: newId(),
        code: agency.code,
        slug: agency.slug,
        nameZh: agency.name.zh,
        nameEn: agency.name.en,
        divisionCode: agency.divisionCode,
        createdAt: ctx.now,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('slug').doUpdateSet((eb) => ({
        code: eb.ref('excluded.code'),
        nameZh: eb.ref('excluded.nameZh'),
        nameEn: eb.ref('excluded.nameEn'),
        divisionCode: eb.ref('excluded.divisionCode'),
      })),
    )
    .execute();
}

/** Makes posts that are not there yet and answers all their ids by slug. */
export async function savePosts(ctx: Context, posts: readonly NewPost[]): Promise<Map<string, string>> {
  const agencies = new Map((await listAgencies(ctx.tx)).map((agency) => [agency.slug, agency.id]));
  const values = posts.map((post) => {
    const agencyId = agencies.get(post.agencySlug);
    if (!agencyId) throw new Error(`post ${post.slug} names an unknown agency ${post.agencySlug}`);
    return {
      id: newId(),
      slug: post.slug,
      role: post.role,
      agencyId,
      divisionCode: post.divisionCode,
      nameZh: post.name.zh,
      nameEn: post.name.en,
    };
  });
  const rows = await ctx.tx
    .insertInto('post')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('slug')
        .doUpdateSet((eb) => ({ nameZh: eb.ref('excluded.nameZh'), nameEn: eb.ref('excluded.nameEn') })),
    )
    .returning(['id', 'slug'])
    .execute();
  return new Map(rows.map((row) => [row.slug, row.id]));
}
