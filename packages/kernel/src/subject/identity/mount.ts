import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { system, type UnitOfWork } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { accountErrors, findAccountByLogin, shown, signIn } from '../accounts/index.ts';
import type { ClientCertificates } from '../certificates/index.ts';
import { consentVersion, type FaceChecks } from '../face/index.ts';
import type { RelyingSite } from '../passkeys/index.ts';
import { typedCookieOf, type BrowserSignIn } from '../sessions/index.ts';
import { registerCertificateSignIn } from './certificate-sign-in.ts';
import { registerFaceSignIn } from './face-sign-in.ts';
import { createInteractions, type Identified } from './interactions.ts';
import { registerPasskeySignIn } from './passkey-sign-in.ts';
import { registerPhoneSignIn } from './phone-sign-in.ts';
import type { IdentityProvider } from './provider.ts';
import { createNewcomers, registerUpstreamSignIn, type UpstreamOptions } from './upstream-sign-in.ts';

/** A demo person as the sign-in page offers it. */
export interface DemoPerson {
  account: string;
  name: string;
  story: Text;
  group: Text;
}

// A password is hashed whole, so its length has a bound; U+0000 is in no login.
const Word = (maxLength: number) => Type.Optional(Type.String({ maxLength, pattern: '^[^\\u0000]*$' }));
const SignInForm = Type.Object(
  { account: Word(100), password: Word(200), totp: Word(20), demo: Word(1) },
  { additionalProperties: false },
);
type SignInForm = Static<typeof SignInForm>;

export interface MountOptions {
  unit: UnitOfWork;
  provider: IdentityProvider;
  browsers: BrowserSignIn;
  demo: boolean;
  demoPeople: () => Promise<DemoPerson[]>;
  origin: string;
  /** As authenticators know the installation. */
  site: RelyingSite;
  /** Where the installation has a provider of face checks. */
  faces: FaceChecks | undefined;
  /** Where people may sign in with certificates. */
  certificates: ClientCertificates | undefined;
  /** Sign-in services of others. */
  upstreams: UpstreamOptions;
}

/** As long as one tries again after a refusal. */
const typedSeconds = 600;

/** Mounts the provider below `/oidc` and the step of it that we show ourselves: signing in. */
export async function registerIdentity(app: FastifyInstance, options: MountOptions): Promise<void> {
  const { unit, provider, demo, origin, certificates } = options;
  const typedCookie = typedCookieOf(origin);
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure: origin.startsWith('https:') } as const;

  const newcomers = createNewcomers(options);
  const interactions = createInteractions(app, options, newcomers);

  app.get(
    '/api/v1/signin/context',
    {
      schema: {
        summary: 'What the sign-in page offers',
        tags: ['signin'],
        querystring: Type.Object({ uid: Type.Optional(Type.String({ maxLength: 100 })) }),
      },
    },
    async (request, reply) => {
      const stepUp = await interactions.stepUpOf(request, reply);
      const { uid = null } = request.query as { uid?: string };
      return {
        uid,
        account: request.cookies[typedCookie] ?? '',
        demo,
        people: demo ? await options.demoPeople() : [],
        upstreams: await newcomers.offers(),
        // A link, for no form of ours leads to another origin.
        certificate: certificates?.address ?? null,
        newcomer: uid === null ? null : await newcomers.present(request, uid),
        stepUp: stepUp && {
          level: stepUp.level,
          insists: stepUp.insists,
          faceConsent: stepUp.face ? consentVersion : null,
          certificate: stepUp.certificate,
        },
      };
    },
  );

  const login = {
    schema: { hide: true, body: SignInForm },
    // Every try costs a password hash; a hall behind one address still signs in within a minute.
    config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
  };
  app.post('/oidc/interaction/:uid/login', login, async (request, reply) => {
    const { uid } = request.params as { uid: string };
    const form = request.body as SignInForm;
    let identified: Identified;
    try {
      identified = await identify(form);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // The login goes back by a cookie: addresses end in histories and logs.
      reply.setCookie(typedCookie, form.account ?? '', { ...cookie, maxAge: typedSeconds });
      const query = new URLSearchParams({ uid, error: error.entry.code });
      return reply.redirect(`/signin?${query.toString()}`, 303);
    }
    reply.clearCookie(typedCookie, cookie);
    return interactions.logIn(request, reply, identified);
  });
  interactions.register();
  registerPasskeySignIn(app, options, interactions);
  if (options.faces) registerFaceSignIn(app, options, options.faces, interactions);
  if (certificates) registerCertificateSignIn(app, options, certificates, interactions);
  registerPhoneSignIn(app, options, interactions);
  registerUpstreamSignIn(app, options, interactions, newcomers);

  /** A demo person signs in with one click; everyone else with what they know and have. */
  async function identify(form: SignInForm): Promise<Identified> {
    const at = unit.clock.now();
    if (demo && form.demo === '1') {
      const account = await findAccountByLogin(unit.db, form.account ?? '');
      if (!account?.demo) throw accountErrors.wrongCredentials();
      await unit.run({ actor: system('a demo person signs in by one click') }, async (ctx) => {
        ctx.record({
          action: 'account.sign-in',
          entity: 'account',
          entityId: account.id,
          detail: { demo: true },
        });
      });
      return { accountId: account.id, evidence: { amr: shown.demo, at } };
    }
    const attempt = { login: form.account ?? '', password: form.password ?? '' };
    const account = await signIn(unit, form.totp ? { ...attempt, totp: form.totp } : attempt);
    // Outside the demo its accounts do not exist.
    if (account.demo && !demo) throw accountErrors.wrongCredentials();
    const amr = account.totpSecretSealed === null ? shown.password : shown.passwordAndCode;
    return { accountId: account.id, evidence: { amr, at } };
  }

  // The provider reads bodies itself, so its scope must not let Fastify parse them.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const callback = provider.callback();
    scope.all('/oidc/*', { schema: { hide: true } }, async (request, reply) => {
      reply.hijack();
      const raw = request.raw as typeof request.raw & { originalUrl?: string };
      raw.originalUrl = raw.url ?? '';
      raw.url = (raw.url ?? '').replace(/^\/oidc/, '');
      await callback(raw, reply.raw);
    });
  });
}
