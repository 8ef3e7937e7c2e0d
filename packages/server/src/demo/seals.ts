import type { Context } from '@quancheng/kernel/platform/context';
import { getAgencyBySlug } from '@quancheng/kernel/subject/organisation';
import type { Services } from '../services.ts';

/** Agencies of the demo that issue licences get their seals; elsewhere they apply for them. */
export async function giveSeals(ctx: Context, { packs, seals }: Services): Promise<void> {
  const types = new Map<string, string[]>();
  for (const { manifest, content } of packs) {
    for (const { code, issuer = manifest.agency } of content.licences)
      types.set(issuer, [...(types.get(issuer) ?? []), code]);
  }
  for (const [slug, codes] of types)
    await seals.ensureIssuingSeal(ctx, (await getAgencyBySlug(ctx, slug)).id, codes);
}
