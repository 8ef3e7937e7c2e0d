import type { FastifyRequest } from 'fastify';
import { sql, type Db } from '../../platform/database/index.ts';
import { providerCookiesOf } from '../sessions/index.ts';

/**
 * Where a form of ours may lead in the end beside this site, as a source of `form-action` (CSP Level 3 §6.4.1): browsers
 * stop a sign-in or sign-out on its way back to the system that asked for it, unless the page names it. Undefined for
 * all other pages.
 */
export async function findFormTarget(
  db: Db,
  origin: string,
  request: FastifyRequest,
): Promise<string | undefined> {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const uid = searchParams.get('uid');
  if (/^\/signin(\/|$)/.test(pathname) && uid !== null) return sourceOf(await findReturn(db, uid));
  const session = request.cookies[providerCookiesOf(origin).session];
  if (pathname === '/signout' && session !== undefined) return sourceOf(await findAfterSignOut(db, session));
  return undefined;
}

async function findReturn(db: Db, interaction: string): Promise<string | null> {
  const { rows } = await sql<{ uri: string | null }>`
    select payload -> 'params' ->> 'redirect_uri' as uri from oidc_payload
    where type = 'Interaction' and id = ${interaction}`.execute(db);
  return rows[0]?.uri ?? null;
}

async function findAfterSignOut(db: Db, session: string): Promise<string | null> {
  const { rows } = await sql<{ uri: string | null }>`
    select payload -> 'state' ->> 'postLogoutRedirectUri' as uri from oidc_payload
    where type = 'Session' and id = ${session}`.execute(db);
  return rows[0]?.uri ?? null;
}

/** An application on a device has a scheme of its own and no host. */
function sourceOf(uri: string | null): string | undefined {
  if (uri === null || !URL.canParse(uri)) return undefined;
  const { origin, protocol } = new URL(uri);
  return origin === 'null' ? protocol : origin;
}
