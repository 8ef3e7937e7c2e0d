import type { CertifiedSigner, Name } from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Authority } from '../../subject/authority/index.ts';
import type { Keys } from '../../subject/keys/index.ts';

const renewalDays = 30;

/** The platform as a maker of seals: its certificate is made at the first seal, and anew before it ends. */
export async function takeMaker(
  ctx: Context,
  { keys, authority, maker }: { keys: Keys; authority: Authority; maker: Name },
): Promise<CertifiedSigner> {
  // Two first seals at once have one maker.
  await sql`select pg_advisory_xact_lock(hashtextextended('maker of seals', 0))`.execute(ctx.tx);
  const { rows } = await sql<{ id: string; revokedAt: Date | null; isUsable: boolean }>`
    select c.id, c.revoked_at, c.revoked_at is null and c.key_version = k.version and k.state = 'active'
      and c.valid_until > ${ctx.now}::timestamptz + make_interval(days => ${renewalDays}) as is_usable
    from seal_maker m join certificate c on c.id = m.certificate_id join crypto_key k on k.id = c.key_id
    order by m.created_at desc, m.certificate_id desc limit 1`.execute(ctx.tx);
  const [known] = rows;
  if (known?.isUsable) return authority.signerOf(ctx, known.id);
  const key = await keys.findPlatformKey(ctx, 'seal-maker', { use: 'sign', algorithm: 'SM2' });
  // What was revoked is not trusted any more, and neither is its key.
  if (known?.revokedAt) await keys.rotateKey(ctx, key.id);
  const { id } = await authority.certify(ctx, { keyId: key.id, profile: 'maker', subject: maker });
  await sql`insert into seal_maker (certificate_id, created_at) values (${id}, ${ctx.now})`.execute(ctx.tx);
  return authority.signerOf(ctx, id);
}
