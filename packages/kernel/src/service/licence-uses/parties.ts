import { postsOf, type Context, type PostRole } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { Catalogue } from '../../data/catalogue/index.ts';
import { findRecord } from '../../data/libraries/index.ts';
import { countCall } from '../../subject/systems/index.ts';
import { holdersOf } from '../licences/index.ts';
import { licenceUseErrors } from './errors.ts';

/** Posts that handle matters of people, and programs; an administrator needs nobody's licence. */
export const usingRoles = [
  'clerk',
  'reviewer',
  'decider',
  'inspector',
  'head',
  'system',
] as const satisfies readonly PostRole[];

/** For whom a licence is used. */
export type Party =
  | { kind: 'agency'; agencyId: string; slug: string; name: Text; postId: string }
  | { kind: 'company'; companyId: string; name: string }
  | { kind: 'person'; name: string };

/** The agencies for which the caller's posts use licences, each with the first of these posts. */
export async function agenciesOf(ctx: Context): Promise<Extract<Party, { kind: 'agency' }>[]> {
  const posts = postsOf(ctx.actor).filter(({ role }) => (usingRoles as readonly string[]).includes(role));
  if (posts.length === 0) return [];
  const { rows } = await sql<{ id: string; slug: string; nameZh: string; nameEn: string }>`
    select id, slug, name_zh, name_en from agency where id = any(${posts.map(({ agencyId }) => agencyId)}::uuid[])
    order by slug`.execute(ctx.tx);
  return rows.map(({ id, slug, nameZh, nameEn }) => ({
    kind: 'agency',
    agencyId: id,
    slug,
    name: { zh: nameZh, en: nameEn },
    postId: posts.find(({ agencyId }) => agencyId === id)?.id ?? '',
  }));
}

/** A company for which the caller acts in everything. Errors: `licence-use.not-granted` for any other. */
export async function companyOf(
  ctx: Context,
  catalogue: Catalogue,
  companyId: string,
): Promise<Extract<Party, { kind: 'company' }>> {
  const { actor } = ctx;
  const isOwn = actor.kind === 'account' && actor.personId === companyId;
  if (isOwn || !(await holdersOf(ctx)).includes(companyId)) throw licenceUseErrors.notGranted();
  const reader: Context = { ...ctx, purpose: 'licence-use' };
  const record = await findRecord(reader, catalogue, 'legal-entity', { id: companyId }, { fields: ['name'] });
  if (!record) throw licenceUseErrors.notGranted();
  return { kind: 'company', companyId, name: String(record['name']) };
}

/** The signed-in person, by the first character of the name alone. */
export function personOf({ actor }: Context): Extract<Party, { kind: 'person' }> {
  if (actor.kind !== 'account' || actor.personId === null) throw platformErrors.forbidden();
  const [first = '', ...rest] = [...actor.name];
  return { kind: 'person', name: first + '*'.repeat(Math.max(1, rest.length)) };
}

/** A program's call counts towards its daily quota. Errors: `system.quota-used`. */
export async function countProgram(ctx: Context): Promise<void> {
  if (postsOf(ctx.actor).some(({ role }) => role === 'system')) await countCall(ctx);
}
