import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { system, type UnitOfWork } from '../../platform/context/index.ts';
import { DomainError, platformErrors } from '../../platform/errors/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { createInteractions, Identified } from './interactions.ts';
import { endArrivals } from './upstream-ends.ts';
import type { UpstreamClients } from './upstream-client.ts';
import { upstreamErrors } from './upstream-errors.ts';
import { enter, linkTo, openAccount, type LinkDeps } from './upstream-links.ts';
import type { Arrival, UpstreamPorts } from './upstream-model.ts';
import {
  findNewcomer,
  findOpenUpstream,
  insertFlow,
  listOpenUpstreams,
  takeFlow,
  takeNewcomer,
} from './upstream-store.ts';

/** Signing in by services of others, as the composition root provides it. */
export interface UpstreamOptions {
  clients: UpstreamClients;
  ports: UpstreamPorts;
}

interface Options {
  unit: UnitOfWork;
  origin: string;
  demo: boolean;
  upstreams: UpstreamOptions;
}

/** As long as people take to sign in elsewhere. */
const waySeconds = 900;
const closed = { additionalProperties: false };
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) }, closed);
const Away = Type.Object(
  { uid: Type.String({ maxLength: 100 }), id: Type.String({ format: 'uuid' }) },
  closed,
);
const LogoutForm = Type.Object({ logout_token: Type.String({ maxLength: 20_000 }) });
const limited = { rateLimit: { max: 60, timeWindow: '1 minute' } };

/** Who came from elsewhere for the first time, and waits to be linked in this browser. */
export function createNewcomers(options: Options) {
  const { unit, origin, demo, upstreams } = options;
  const deps: LinkDeps = { unit, demo, ports: upstreams.ports };
  const secure = origin.startsWith('https:');
  const name = `${secure ? '__Host-' : ''}qc_upstream`;
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  const secretOf = (request: FastifyRequest): string => request.cookies[name] ?? '';

  return {
    deps,
    secretOf,
    keep: (reply: FastifyReply, secret: string) =>
      void reply.setCookie(name, secret, { ...cookie, maxAge: waySeconds }),
    forget: (reply: FastifyReply) => void reply.clearCookie(name, cookie),

    /** Links the newcomer of this browser, if any, to the account that was just entered; answers why not. */
    async link(
      request: FastifyRequest,
      reply: FastifyReply,
      interaction: string,
      identified: Identified,
    ): Promise<string | undefined> {
      const secret = secretOf(request);
      if (secret === '' || identified.evidence.amr.some((value) => value.startsWith('fed-')))
        return undefined;
      try {
        await linkTo(deps, { secret, interaction }, identified);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return error.entry.code;
      }
      reply.clearCookie(name, cookie);
      return undefined;
    },

    /** What the sign-in page says of them. */
    async present(request: FastifyRequest, interaction: string): Promise<PresentedNewcomer | null> {
      const secret = secretOf(request);
      if (secret === '') return null;
      const found = await findNewcomer(unit.db, secret, interaction, unit.clock.now());
      const upstream = found && (await findOpenUpstream(unit.db, found.upstreamId));
      return upstream ? { from: upstream.name, name: found.name, mayOpen: upstream.makesAccounts } : null;
    },

    /** The services that the sign-in page offers. Nothing is asked of them for it. */
    async offers(): Promise<{ id: string; name: Text; down: boolean }[]> {
      const open = await listOpenUpstreams(unit.db);
      return open.map(({ id, name: called }) => ({ id, name: called, down: upstreams.clients.isDown(id) }));
    },
  };
}

interface PresentedNewcomer {
  from: Text;
  name: string;
  mayOpen: boolean;
}

export type Newcomers = ReturnType<typeof createNewcomers>;

/** The way of a browser to a sign-in service of others and back (OpenID Connect Core 1.0 §3.1), and its sign-out. */
export function registerUpstreamSignIn(
  app: FastifyInstance,
  { unit, upstreams: { clients } }: Options,
  interactions: ReturnType<typeof createInteractions>,
  newcomers: Newcomers,
): void {
  /** By a link, for the policy of the page lets no form lead to another site. */
  app.get(
    '/oidc/interaction/:uid/upstream/:id',
    { schema: { hide: true, params: Away }, config: limited },
    async (request, reply) => {
      const { uid, id } = request.params as { uid: string; id: string };
      const asked = await interactions.askedOf(request, reply);
      if (asked?.uid !== uid) return reply.redirect('/signin/problem?error=expired', 303);
      return orBack(reply, uid, async () => {
        const upstream = await findOpenUpstream(unit.db, id);
        if (!upstream) throw upstreamErrors.closed();
        const { url, state, nonce, verifier } = await clients.depart(upstream, asked);
        const browser = randomBytes(32).toString('base64url');
        await unit.run({ actor: system('a browser goes elsewhere to sign in') }, (ctx) =>
          insertFlow(ctx, {
            state,
            browser,
            upstreamId: id,
            interaction: uid,
            nonce,
            verifier,
            expiresAt: new Date(ctx.now.getTime() + waySeconds * 1000),
          }),
        );
        newcomers.keep(reply, browser);
        return reply.redirect(url.href, 303);
      });
    },
  );

  app.get(
    '/auth/upstream/:id/callback',
    { schema: { hide: true, params: Id }, config: limited },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const { state } = request.query as Record<string, unknown>;
      const secret = newcomers.secretOf(request);
      const flow = await unit.run({ actor: system('a browser comes back from elsewhere') }, (ctx) =>
        takeFlow(ctx, { state: String(state), browser: secret, upstreamId: id }),
      );
      if (!flow) return reply.redirect('/signin/problem?error=expired', 303);
      const { interaction } = flow;
      return orBack(reply, interaction, async () => {
        const arrival = await arrive(id, request, { ...flow, state: String(state) });
        const entered = await enter(newcomers.deps, arrival, { secret, interaction });
        if (!entered) return reply.redirect(`/signin?uid=${encodeURIComponent(interaction)}`, 303);
        const stepUp = await interactions.stepUpOf(request, reply);
        if (stepUp && stepUp.accountId !== entered.accountId) throw upstreamErrors.otherPerson();
        newcomers.forget(reply);
        return interactions.logIn(request, reply, entered);
      });
    },
  );

  app.post(
    '/oidc/interaction/:uid/newcomer/open',
    { schema: { hide: true }, config: limited },
    async (request, reply) => {
      const { uid } = request.params as { uid: string };
      return orBack(reply, uid, async () => {
        const secret = newcomers.secretOf(request);
        const asked = await interactions.askedOf(request, reply);
        if (asked?.uid !== uid) throw upstreamErrors.over();
        const opened = await openAccount(newcomers.deps, { secret, interaction: uid });
        newcomers.forget(reply);
        return interactions.logIn(request, reply, opened);
      });
    },
  );

  app.post('/oidc/interaction/:uid/newcomer/forget', { schema: { hide: true } }, async (request, reply) => {
    const { uid } = request.params as { uid: string };
    await unit.run({ actor: system('a browser signs in without what it brought along') }, (ctx) =>
      takeNewcomer(ctx, newcomers.secretOf(request), uid),
    );
    newcomers.forget(reply);
    return reply.redirect(`/signin?uid=${encodeURIComponent(uid)}`, 303);
  });

  app.get(
    '/auth/upstream/:id/sign-out',
    { schema: { hide: true, params: Id }, config: limited },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const upstream = await findOpenUpstream(unit.db, id);
      const url = upstream && (await clients.signOutUrl(upstream).catch(() => null));
      return reply.redirect(url?.href ?? '/signout/done', 303);
    },
  );

  app.post(
    '/auth/upstream/:id/logout',
    { schema: { hide: true, params: Id, body: LogoutForm }, config: limited },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const upstream = await findOpenUpstream(unit.db, id);
      if (!upstream) throw platformErrors.notFound();
      reply.header('cache-control', 'no-store');
      try {
        const { logout_token: token } = request.body as { logout_token: string };
        const which = await clients.readLogout(upstream, token);
        await unit.run({ actor: system('someone signed out elsewhere') }, (ctx) =>
          endArrivals(ctx, { upstreamId: id, ...which }),
        );
        return await reply.send();
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return reply.status(400).send({ error: 'invalid_request' });
      }
    },
  );

  async function arrive(
    id: string,
    request: FastifyRequest,
    kept: { state: string; nonce: string; verifier: string },
  ): Promise<Arrival> {
    const upstream = await findOpenUpstream(unit.db, id);
    if (!upstream) throw upstreamErrors.closed();
    try {
      return await clients.arrive(upstream, request.url.split('?')[1] ?? '', kept);
    } catch (error) {
      if (error instanceof DomainError)
        await unit.run({ actor: system('why a sign-in elsewhere did not count') }, async (ctx) =>
          ctx.record({
            action: 'upstream.fail',
            entity: 'upstream',
            entityId: id,
            detail: { reason: error.entry.code },
          }),
        );
      throw error;
    }
  }
}

/** Whatever goes wrong, people come back to the page with all the other ways in. */
async function orBack(
  reply: FastifyReply,
  uid: string,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const query = new URLSearchParams({ uid, error: error.entry.code });
    return reply.redirect(`/signin?${query.toString()}`, 303);
  }
}
