import { createHash, type Hash } from 'node:crypto';
import { pipeline, Transform } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context, UnitOfWork } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Authenticated } from '../../platform/http/index.ts';
import { accountIdOf, accountOf } from '../../subject/accounts/index.ts';
import { countCall } from '../../subject/systems/index.ts';
import { exchangeErrors } from './errors.ts';
import { findLowerByAccount, findLowerByClient, takeNonce, type Lower } from './lower-store.ts';
import { readSigned, scheme, windowSeconds } from './signature.ts';

const prefix = '/exchange/v1/';
const bodies = new WeakMap<FastifyRequest, Hash>();
const signed = new WeakSet<FastifyRequest>();

/** Takes the digest of bodies as they come: what was parsed is not what was signed. */
export function registerExchangeBodies(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (!request.url.startsWith(prefix)) return payload;
    const hash = createHash('sm3');
    bodies.set(request, hash);
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    // A connection that breaks ends both.
    pipeline(payload, counted, () => undefined);
    return counted;
  });
}

/** Whether a request says that it is signed by a lower level. */
export function carriesExchangeSignature({ routeOptions, headers }: FastifyRequest): boolean {
  return (
    (routeOptions.url ?? '').startsWith(prefix) && (headers.authorization ?? '').startsWith(`${scheme} `)
  );
}

/**
 * The lower level that signed a request, as the account of its system. Errors: `exchange.unsigned`, `exchange.stale`,
 * `exchange.replayed`.
 */
export function createExchangeAuthenticate(unit: UnitOfWork, origin: string) {
  return async (request: FastifyRequest): Promise<Authenticated> => {
    const given = readSigned(request.headers.authorization);
    const lower = given && (await findLowerByClient(unit.db, given.claims.iss));
    if (!given || !lower || !given.isBy(lower.algorithm, lower.publicKey)) throw exchangeErrors.unsigned();
    const { aud, method, path, digest, iat, jti } = given.claims;
    const body = (bodies.get(request) ?? createHash('sm3')).copy().digest('hex');
    if (aud !== origin || method !== request.method || path !== request.url || digest !== body)
      throw exchangeErrors.unsigned();
    const now = unit.clock.now();
    if (Math.abs(now.getTime() / 1000 - iat) > windowSeconds) throw exchangeErrors.stale();
    // Kept for as long as the same request would pass by its time.
    const expiresAt = new Date((iat + windowSeconds + 1) * 1000);
    if (!(await takeNonce(unit.db, lower.id, jti, expiresAt))) throw exchangeErrors.replayed();
    const actor = await accountOf(unit.db, lower.accountId, now);
    if (!actor) throw exchangeErrors.unsigned();
    signed.add(request);
    return { actor, csrfOk: true };
  };
}

/** The lower level that calls, once its call was counted. Errors: `exchange.unsigned`, `system.quota-used`. */
export async function admitLower(ctx: Context, request: FastifyRequest): Promise<Lower> {
  // A bearer token of the same system is no signature.
  const lower = signed.has(request) ? await findLowerByAccount(ctx, accountIdOf(ctx)) : undefined;
  if (!lower) throw exchangeErrors.unsigned();
  await countCall(ctx);
  await sql`update exchange_lower set last_call_at = ${ctx.now}
    where id = ${lower.id} and (last_call_at is null or last_call_at < ${ctx.now}::timestamptz - interval '1 minute')`.execute(
    ctx.tx,
  );
  return lower;
}
