import type { Adapter, AdapterPayload } from 'oidc-provider';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** Keeps the provider's payloads in PostgreSQL, so that any server of the installation can go on with them. */
export function createAdapter(
  db: Db,
  findClient: (id: string) => Promise<AdapterPayload | undefined>,
): (type: string) => Adapter {
  return (type) => (type === 'Client' ? new ClientAdapter(db, findClient) : new PostgresAdapter(db, type));
}

class PostgresAdapter implements Adapter {
  readonly #db: Db;
  readonly #type: string;

  constructor(db: Db, type: string) {
    this.#db = db;
    this.#type = type;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const values = {
      payload: JSON.stringify(payload),
      grantId: payload.grantId ?? null,
      uid: payload.uid ?? null,
      userCode: payload.userCode ?? null,
      expiresAt: expiresIn ? new Date(Date.now() + expiresIn * 1000) : null,
    };
    await this.#db
      .insertInto('oidcPayload')
      .values({ type: this.#type, id, ...values })
      .onConflict((conflict) => conflict.columns(['type', 'id']).doUpdateSet(values))
      .execute();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('id', id);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('uid', uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('userCode', userCode);
  }

  async consume(id: string): Promise<void> {
    await this.#db
      .updateTable('oidcPayload')
      .set({ consumedAt: sql`now()` })
      .where('type', '=', this.#type)
      .where('id', '=', id)
      .execute();
  }

  async destroy(id: string): Promise<void> {
    await this.#db.deleteFrom('oidcPayload').where('type', '=', this.#type).where('id', '=', id).execute();
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#db.deleteFrom('oidcPayload').where('grantId', '=', grantId).execute();
  }

  async #findBy(column: 'id' | 'uid' | 'userCode', value: string): Promise<AdapterPayload | undefined> {
    const row = await this.#db
      .selectFrom('oidcPayload')
      .select(['payload', 'consumedAt'])
      .where('type', '=', this.#type)
      .where(column, '=', value)
      .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', sql<Date>`now()`)]))
      .executeTakeFirst();
    if (!row) return undefined;
    const payload = row.payload as AdapterPayload;
    return row.consumedAt ? { ...payload, consumed: Math.floor(row.consumedAt.getTime() / 1000) } : payload;
  }
}

/** Clients are registered elsewhere and only read here. */
class ClientAdapter extends PostgresAdapter {
  readonly #findClient: (id: string) => Promise<AdapterPayload | undefined>;

  constructor(db: Db, findClient: (id: string) => Promise<AdapterPayload | undefined>) {
    super(db, 'Client');
    this.#findClient = findClient;
  }

  override find(id: string): Promise<AdapterPayload | undefined> {
    return this.#findClient(id);
  }
}
