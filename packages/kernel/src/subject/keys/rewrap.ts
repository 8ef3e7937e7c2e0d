import { rewrapColumnKeys } from '../../platform/columns/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Algorithm, Master } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import { aadOf } from './lifecycle.ts';
import { provenBy, replaceProof } from './proof.ts';

const page = 500;

interface Wrapped {
  keyId: string;
  version: number;
  algorithm: Algorithm;
  wrapped: Buffer;
}

/**
 * Wraps every private part and secret anew, by another master key, in the transaction of the caller: all or none.
 * Answers how many there were. Servers that run on with the former one cannot open keys any more, so they are stopped
 * before. Errors: `key.other-master` when `from` is not that of the database.
 */
export async function rewrapAll(ctx: Context, from: Master, to: Master): Promise<number> {
  await provenBy(ctx, from);
  let count = 0;
  let after: Pick<Wrapped, 'keyId' | 'version'> = {
    keyId: '00000000-0000-0000-0000-000000000000',
    version: 0,
  };
  for (;;) {
    const { rows } = await sql<Wrapped>`
      select v.key_id, v.version, k.algorithm, v.wrapped from crypto_key_version v join crypto_key k on k.id = v.key_id
      where v.wrapped is not null and (v.key_id, v.version) > (${after.keyId}::uuid, ${after.version}::int)
      order by v.key_id, v.version limit ${page} for update of v`.execute(ctx.tx);
    const wrapped = await Promise.all(rows.map((row) => rewrap(row, from, to)));
    await sql`update crypto_key_version v set wrapped = n.wrapped
      from unnest(${rows.map(({ keyId }) => keyId)}::uuid[], ${rows.map(({ version }) => version)}::int[],
        ${wrapped}::bytea[]) n (key_id, version, wrapped)
      where v.key_id = n.key_id and v.version = n.version`.execute(ctx.tx);
    count += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < page) break;
    after = last;
  }
  count += await rewrapColumnKeys(ctx.tx, from, to);
  await replaceProof(ctx, to);
  ctx.record({ action: 'key.change-master', entity: 'cryptoKey', entityId: 'master', detail: { count } });
  return count;
}

async function rewrap(
  { keyId, version, algorithm, wrapped }: Wrapped,
  from: Master,
  to: Master,
): Promise<Buffer> {
  const aad = aadOf(keyId, version, algorithm);
  const secret = await from.unwrap(wrapped, aad);
  try {
    return await to.wrap(secret, aad);
  } finally {
    secret.fill(0);
  }
}
