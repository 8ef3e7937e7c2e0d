import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { tellAccount } from '../accounts/index.ts';
import { takeEnding } from './store.ts';

const days = 30;
const atOnce = 500;

/** Tells those whose certificates end within thirty days, each once; answers how many. */
export async function tellOfEndingCertificates(ctx: Context): Promise<number> {
  const before = new Date(ctx.now.getTime() + days * 86_400_000);
  const ending = await takeEnding(ctx, before, atOnce);
  for (const { accountId, issuer, validUntil } of ending)
    await tellAccount(ctx, accountId, 'certificateEnds', { issuer, until: dateOf(validUntil) });
  return ending.length;
}
