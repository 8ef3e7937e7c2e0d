import type { Context } from '@quancheng/kernel/platform/context';

/** Facts about the installation that travel with its data. */
export async function findSetting(ctx: Context, key: string): Promise<unknown> {
  const row = await ctx.tx.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

export async function saveSetting(ctx: Context, key: string, value: unknown): Promise<void> {
  const values = { value: JSON.stringify(value), updatedAt: ctx.now };
  await ctx.tx
    .insertInto('setting')
    .values({ key, ...values })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute();
}
