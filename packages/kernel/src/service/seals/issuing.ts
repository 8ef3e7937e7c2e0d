import { system, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { grantSeal } from './grants.ts';
import type { SealLife } from './life.ts';
import { findOpenMatter, holdAgency } from './store.ts';

const grantYears = 3;

/**
 * Gives an agency its round official seal, and a grant to the jobs of each type that has none, through the doors that
 * people use: for a demo, and for a first start before anyone has an account. Nothing happens where all is there; a
 * seal that is frozen is left so. The record says that the platform asked and decided. By the system alone.
 */
export async function ensureIssuingSeal(
  ctx: Context,
  life: SealLife,
  agencyId: string,
  types: readonly string[],
): Promise<void> {
  const asking: Context = { ...ctx, actor: system('首次启动：平台为发证部门申请') };
  const deciding: Context = { ...ctx, actor: system('首次启动：平台核准') };
  await holdAgency(ctx, agencyId);
  const known = await findOfficial(ctx, agencyId);
  const sealId = known?.id ?? (await makeOfficial(asking, deciding, life, agencyId));
  if (known?.state === 'frozen') return;
  const granted = await grantedTypes(ctx, sealId);
  const until = new Date(ctx.now);
  until.setUTCFullYear(until.getUTCFullYear() + grantYears);
  for (const forType of types.filter((type) => !granted.has(type)))
    await grantSeal(asking, sealId, null, { forType, until, reason: '签发本部门的电子证照' });
}

async function makeOfficial(
  asking: Context,
  deciding: Context,
  life: SealLife,
  agencyId: string,
): Promise<string> {
  const id = await life.ask(asking, {
    agencyId,
    kind: 'agency-round',
    usage: 'official',
    drawing: {},
    reason: '签发本部门的电子证照',
  });
  const matter = await findOpenMatter(asking, id);
  await life.decide(deciding, matter?.id ?? '', 'approved', '首次启动，尚无管理人员', null);
  return id;
}

async function findOfficial(ctx: Context, agencyId: string) {
  const { rows } = await sql<{ id: string; state: string }>`select id, state from seal
    where agency_id = ${agencyId} and usage = 'official' and state in ('active', 'frozen')`.execute(ctx.tx);
  return rows[0];
}

async function grantedTypes(ctx: Context, sealId: string): Promise<Set<string>> {
  const { rows } = await sql<{ forType: string }>`select for_type from seal_grant
    where seal_id = ${sealId} and account_id is null and ended_at is null and valid_until > ${ctx.now}`.execute(
    ctx.tx,
  );
  return new Set(rows.map(({ forType }) => forType));
}
