import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InteractionResults } from 'oidc-provider';
import Type from 'typebox';
import { system, type AssuranceLevel } from '../../platform/context/index.ts';
import { accountOf, acrOf, endProviderSessions, levelOf, shown } from '../accounts/index.ts';
import { hasCertificate } from '../certificates/index.ts';
import { hasPasskey } from '../passkeys/index.ts';
import {
  findConsent,
  findOpenByClientId,
  releasable,
  saveConsent,
  type ReleasableScope,
} from '../relying-parties/index.ts';
import { replaceSession, type Evidence, type SessionRow } from '../sessions/index.ts';
import type { MountOptions } from './mount.ts';
import type { LoginResult } from './policy.ts';
import { webClientId } from './provider.ts';
import { insists, isAboutLevel, toldLevel, wantedLevel, wantsMore } from './step-up.ts';
import type { Newcomers } from './upstream-sign-in.ts';

type Interaction = Awaited<ReturnType<MountOptions['provider']['interactionDetails']>>;

const ConsentForm = Type.Object({ allow: Type.Enum(['yes', 'no']) }, { additionalProperties: false });

/** Reasons to sign in that an open session of the browser answers. */
const answeredBySession = new Set(['no_session', 'web_session']);

/** Who signs in, and what was shown for it. */
export interface Identified {
  accountId: string;
  evidence: Evidence;
}

/** What lies between a system's request that someone sign in and its answer. */
export function createInteractions(app: FastifyInstance, options: MountOptions, newcomers: Newcomers) {
  const { unit, provider, browsers, faces, certificates } = options;

  async function detailsOf(request: FastifyRequest, reply: FastifyReply): Promise<Interaction | undefined> {
    try {
      return await provider.interactionDetails(request.raw, reply.raw);
    } catch {
      return undefined; // it ended, or belongs to another browser
    }
  }

  async function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    result: InteractionResults & LoginResult,
  ): Promise<FastifyReply> {
    const to = await provider.interactionResult(request.raw, reply.raw, result, {
      mergeWithLastSubmission: true,
    });
    return reply.redirect(to, 303);
  }

  /** Where the provider sends the browser when something is asked of the person. */
  async function begin(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const details = await detailsOf(request, reply);
    if (!details) return reply.redirect('/signin/problem?error=expired', 303);
    const { uid, prompt } = details;
    if (prompt.name === 'consent') return reply.redirect(`/signin/consent?uid=${uid}`, 303);
    const open = await browsers.sessionOf(request);
    if (isAnsweredBy(details, open)) return goOnAs(request, reply, details, open);
    if (insists(details) && details.session && (await reachOf(details.session)) < wantedLevel(details)) {
      return finish(request, reply, {
        error: 'unmet_authentication_requirements',
        error_description: 'this level of assurance cannot be reached by this account',
      });
    }
    return reply.redirect(`/signin?uid=${uid}`, 303);
  }

  async function goOnAs(
    request: FastifyRequest,
    reply: FastifyReply,
    details: Interaction,
    open: SessionRow,
  ): Promise<FastifyReply> {
    const { id, accountId, amr, authenticatedAt } = open;
    await forgetAnother(details, accountId);
    const login = await loginOf(details, { accountId, evidence: { amr, at: authenticatedAt } });
    return finish(request, reply, { login, webSession: id });
  }

  /** How surely the account can be its holder's with all that it has. */
  async function reachOf({ accountId = '' }: { accountId?: string }): Promise<AssuranceLevel> {
    const actor = await accountOf(unit.db, accountId, unit.clock.now());
    if (!actor) return 1;
    const withPasskey = levelOf(actor, (await hasPasskey(unit.db, accountId)) ? shown.passkey : []);
    const withFace = levelOf(actor, faces ? shown.face : []);
    const withCertificate = levelOf(actor, (await hasUsable(accountId)) ? shown.certificate : []);
    return [withPasskey, withFace, withCertificate].reduce((most, level) => (level > most ? level : most));
  }

  /** Whether the account has a certificate, and the installation takes them. */
  async function hasUsable(accountId: string): Promise<boolean> {
    return certificates !== undefined && hasCertificate(unit.db, accountId);
  }

  async function knowsPerson(accountId: string): Promise<boolean> {
    const actor = await accountOf(unit.db, accountId, unit.clock.now());
    return actor !== undefined && actor.personId !== null;
  }

  /** The level to which the person of this browser is asked to step up; null where a plain sign-in is asked. */
  async function stepUpOf(request: FastifyRequest, reply: FastifyReply) {
    const details = await detailsOf(request, reply);
    if (!details?.session?.accountId || !wantsMore(details)) return null;
    const { uid, session } = details;
    return {
      uid,
      accountId: session.accountId,
      level: wantedLevel(details),
      insists: insists(details),
      // Never the only way, and offered to whom it can help.
      face: faces !== undefined && (await knowsPerson(session.accountId)) && wantedLevel(details) === 3,
      certificate: await hasUsable(session.accountId),
    };
  }

  /** The sign-in that this browser is asked for; `again`: although it is signed in. */
  async function askedOf(request: FastifyRequest, reply: FastifyReply) {
    const details = await detailsOf(request, reply);
    return details && { uid: details.uid, again: String(details.params['prompt']).includes('login') };
  }

  /** Ends a sign-in that was asked for: our own web opens its session itself, for others it is opened here. */
  async function logIn(request: FastifyRequest, reply: FastifyReply, identified: Identified) {
    const { accountId, evidence } = identified;
    const details = await detailsOf(request, reply);
    // The interaction ended or belongs to another browser: begin again.
    if (!details) return reply.redirect('/auth/login', 303);
    const problem = await newcomers.link(request, reply, details.uid, identified);
    if (problem !== undefined) {
      const query = new URLSearchParams({ uid: details.uid, error: problem });
      return reply.redirect(`/signin?${query.toString()}`, 303);
    }
    const uid = details.session?.accountId === accountId ? details.session.uid : null;
    await forgetAnother(details, accountId);
    const login = await loginOf(details, identified);
    if (details.params['client_id'] === webClientId) return finish(request, reply, { login });
    const former = await browsers.sessionOf(request);
    const opened = await unit.run({ actor: system('the session of a fresh sign-in') }, async (ctx) => {
      if (former) await replaceSession(ctx, former, uid);
      return browsers.open(ctx, accountId, evidence, request);
    });
    browsers.keep(reply, opened);
    return finish(request, reply, { login, webSession: opened.id });
  }

  /** What is left of another person's sign-in in this browser ends now, and is not taken for this one's. */
  async function forgetAnother(details: Interaction, accountId: string): Promise<void> {
    const { session } = details;
    if (!session || session.accountId === accountId) return;
    await unit.run({ actor: system('another person signs in at this browser') }, (ctx) =>
      endProviderSessions(ctx, { uids: [session.uid] }),
    );
    delete (details as { session?: unknown }).session;
    await details.save(details.exp - Math.floor(Date.now() / 1000));
  }

  async function loginOf(details: Interaction, { accountId, evidence: { amr, at } }: Identified) {
    const actor = await accountOf(unit.db, accountId, unit.clock.now());
    const acr = acrOf(toldLevel(details, actor ? levelOf(actor, amr) : 1));
    return { accountId, acr, amr: [...amr], ts: Math.floor(at.getTime() / 1000) };
  }

  async function answerConsent(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const details = await detailsOf(request, reply);
    const accountId = details?.session?.accountId;
    if (!details || accountId === undefined || details.prompt.name !== 'consent')
      return reply.redirect('/signin/problem?error=expired', 303);
    const { allow } = request.body as { allow: 'yes' | 'no' };
    const clientId = String(details.params['client_id']);
    const party = await findOpenByClientId(unit.db, clientId);
    if (allow === 'no' || !party) {
      return finish(request, reply, { error: 'access_denied', error_description: 'the person declined' });
    }
    const grant =
      (details.grantId === undefined ? undefined : await provider.Grant.find(details.grantId)) ??
      new provider.Grant({ accountId, clientId });
    const scopes = askedScopes(details);
    grant.addOIDCScope(['openid', ...scopes].join(' '));
    const grantId = await grant.save();
    await unit.run({ actor: system('a person agrees to what a system may learn') }, async (ctx) => {
      const before = await findConsent(ctx.tx, accountId, party.id);
      await saveConsent(ctx, accountId, party.id, [...new Set([...before, 'openid', ...scopes])]);
      ctx.record({
        action: 'relying-party.consent',
        entity: 'relyingParty',
        entityId: party.id,
        detail: { scopes: scopes.join(' ') },
      });
    });
    return finish(request, reply, { consent: { grantId } });
  }

  function register(): void {
    app.get('/oidc/interaction/:uid', { schema: { hide: true } }, (request, reply) => begin(request, reply));
    app.post(
      '/oidc/interaction/:uid/consent',
      { schema: { hide: true, body: ConsentForm } },
      (request, reply) => answerConsent(request, reply),
    );
    app.get(
      '/api/v1/signin/consent',
      {
        schema: {
          summary: 'Which system asks to learn what of whom',
          tags: ['signin'],
          querystring: Type.Object({ uid: Type.String({ maxLength: 100 }) }),
        },
      },
      async (request, reply) => {
        const details = await detailsOf(request, reply);
        const party = details && (await findOpenByClientId(unit.db, String(details.params['client_id'])));
        const account = details?.session?.accountId;
        const actor = account === undefined ? undefined : await accountOf(unit.db, account, unit.clock.now());
        if (!details || !party || actor?.kind !== 'account') return { asked: null };
        return {
          asked: {
            uid: details.uid,
            name: party.name,
            agency: party.agencyName,
            person: actor.name,
            told: askedScopes(details).map((scope) => releasable[scope]),
          },
        };
      },
    );
  }

  return { register, logIn, stepUpOf, askedOf };
}

/** Whether the browser's open session is all that is asked for. */
function isAnsweredBy(details: Interaction, open: SessionRow | undefined): open is SessionRow {
  const suffices = open !== undefined && wantsMore(details) && open.assurance >= wantedLevel(details);
  return (
    // What a clerk vouches for here opens no system of another.
    open?.kind === 'web' &&
    details.prompt.reasons.every(
      (reason) => answeredBySession.has(reason) || (suffices && isAboutLevel(reason)),
    )
  );
}

/** What a system asks to learn, of what there is to learn. */
function askedScopes({ params }: Interaction): ReleasableScope[] {
  return String(params['scope'] ?? '')
    .split(' ')
    .filter((scope): scope is ReleasableScope => scope in releasable);
}
