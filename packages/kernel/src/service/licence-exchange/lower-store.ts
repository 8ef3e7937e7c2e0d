import type { Context } from '../../platform/context/index.ts';
import type { SignAlgorithm } from '../../platform/crypto/index.ts';
import { sql, type Db, type Tx } from '../../platform/database/index.ts';
import type { Text } from '../../platform/text/index.ts';

/** A system of a lower level, as it is known here. */
export interface Lower {
  id: string;
  accountId: string;
  clientId: string;
  algorithm: SignAlgorithm;
  publicKey: Buffer;
}

export async function findLowerByClient(db: Db | Tx, clientId: string): Promise<Lower | undefined> {
  const { rows } = await sql<Lower>`
    select id, account_id, client_id, algorithm, public_key from exchange_lower where client_id = ${clientId}`.execute(
    db,
  );
  return rows[0];
}

export async function findLowerByAccount(ctx: Context, accountId: string): Promise<Lower | undefined> {
  const { rows } = await sql<Lower>`
    select id, account_id, client_id, algorithm, public_key from exchange_lower where account_id = ${accountId}`.execute(
    ctx.tx,
  );
  return rows[0];
}

/** False where the request was seen before. */
export async function takeNonce(db: Db, lowerId: string, nonce: string, expiresAt: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into exchange_nonce (lower_id, nonce, expires_at) values (${lowerId}, ${nonce}, ${expiresAt})
    on conflict do nothing`.execute(db);
  return numAffectedRows === 1n;
}

/** What an administrator sees of a lower level. */
export interface LowerLine {
  id: string;
  systemId: string;
  clientId: string;
  agency: string;
  name: Text;
  algorithm: SignAlgorithm;
  open: boolean;
  lastCallAt: Date | null;
  licences: number;
  conflicts: number;
}

export async function listLowers(ctx: Context): Promise<LowerLine[]> {
  const { rows } = await sql<Omit<LowerLine, 'name'> & { nameZh: string; nameEn: string }>`
    select l.id, l.system_id, l.client_id, a.slug as agency, s.name_zh, s.name_en, l.algorithm, s.closed_at is null as open,
      l.last_call_at,
      (select count(*)::int from exchange_licence x where x.lower_id = l.id) as licences,
      (select count(*)::int from exchange_conflict c where c.lower_id = l.id and c.settled_at is null) as conflicts
    from exchange_lower l join agency_system s on s.id = l.system_id join agency a on a.id = s.agency_id
    order by l.id limit 200`.execute(ctx.tx);
  return rows.map(({ nameZh, nameEn, ...row }) => ({ ...row, name: { zh: nameZh, en: nameEn } }));
}
