import { toDataURL } from 'qrcode';
import Type from 'typebox';
import type { FastifyRequest } from 'fastify';
import { isStaff, system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { NewPassword, type PasswordRules } from './model.ts';
import { changePassword } from './own.ts';
import { countRecoveryCodes } from './recovery.ts';
import { acceptReset } from './reset.ts';
import { confirmSecondFactor, removeSecondFactor, startSecondFactor } from './second-factor.ts';
import { accountIdOf, getAccount } from './store.ts';
import { totpUri } from './totp.ts';

export interface OwnAccountDeps extends PasswordRules {
  unit: UnitOfWork;
  /** What an authenticator shows above the login. */
  issuer: string;
  /** The session by which a request came; it goes on when the others end. */
  currentSession: (ctx: Context, request: FastifyRequest) => Promise<{ id: string } | undefined>;
}

/** Each try costs a password hash, and could be one of many. */
const triesAMinute = 10;

const Password = Type.String({ maxLength: 200 });
const Code = Type.String({ maxLength: 20, description: 'Of the authenticator, or a recovery code' });
const closed = { additionalProperties: false };
const Done = Type.Object({ done: Type.Literal(true) });

/** How one's own account is entered: password, second factor, and the way back in. */
export function ownAccountRoutes({ unit, issuer, words, currentSession }: OwnAccountDeps): Route[] {
  const keepOf = async (ctx: Context, request: FastifyRequest) =>
    (await currentSession(ctx, request))?.id ?? null;
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/sign-in',
      summary: 'How I sign in',
      who: 'signedIn',
      atWindow: 'closed',
      output: Type.Object({
        login: Type.String(),
        password: Type.Boolean({ description: 'Whether there is one' }),
        secondFactor: Type.Boolean(),
        removable: Type.Boolean({ description: 'Staff keep their second factor' }),
        recoveryCodes: Type.Integer({ description: 'Left to use' }),
      }),
      handler: async (ctx) => {
        const { id, login, passwordHash, totpSecretSealed } = await getAccount(ctx.tx, accountIdOf(ctx));
        return {
          login,
          password: passwordHash !== null,
          secondFactor: totpSecretSealed !== null,
          removable: totpSecretSealed !== null && !isStaff(ctx.actor),
          recoveryCodes: await countRecoveryCodes(ctx, id),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/password',
      summary: 'Change my password; I am signed out everywhere else',
      who: 'signedIn',
      limit: triesAMinute,
      body: Type.Object({ old: Password, new: NewPassword }, closed),
      output: Done,
      handler: async (ctx, { body, request }) => {
        const keep = await keepOf(ctx, request);
        await changePassword(ctx, unit, accountIdOf(ctx), body, { words, keep });
        return { done: true };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/second-factor',
      summary: 'Begin with codes at sign-in: the secret for an authenticator',
      who: 'signedIn',
      limit: triesAMinute,
      body: Type.Object({ password: Password }, closed),
      output: Type.Object({
        secret: Type.String({ description: 'Base32; shown once' }),
        uri: Type.String({
          description: '`otpauth:` address of the same, for an authenticator on this device',
        }),
        picture: Type.String({ description: 'The address as a QR code, `data:` URL of a PNG' }),
      }),
      handler: async (ctx, { body }) => {
        const { secret, login } = await startSecondFactor(ctx, unit, accountIdOf(ctx), body.password);
        const uri = totpUri(secret, issuer, login);
        return { secret, uri, picture: await toDataURL(uri, { scale: 6, margin: 2 }) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/second-factor/confirm',
      summary: 'Turn codes at sign-in on, by the first one',
      who: 'signedIn',
      limit: triesAMinute,
      body: Type.Object({ code: Code }, closed),
      output: Type.Object({
        recoveryCodes: Type.Array(Type.String(), { description: 'Each works once; shown once' }),
      }),
      handler: async (ctx, { body, request }) => {
        const keep = await keepOf(ctx, request);
        return { recoveryCodes: await confirmSecondFactor(ctx, accountIdOf(ctx), body.code, keep) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/second-factor/remove',
      summary: 'Turn codes at sign-in off, by a code',
      who: 'signedIn',
      limit: triesAMinute,
      body: Type.Object({ code: Code }, closed),
      output: Done,
      handler: async (ctx, { body, request }) => {
        await removeSecondFactor(ctx, unit, accountIdOf(ctx), body.code, await keepOf(ctx, request));
        return { done: true };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/resets/accept',
      summary: 'Replace what was lost, by the one-time link of an administrator',
      who: 'anyone',
      limit: triesAMinute,
      body: Type.Object({ token: Type.String({ maxLength: 100 }), password: NewPassword }, closed),
      output: Type.Object({
        login: Type.String(),
        totpSecret: Type.Union([Type.String(), Type.Null()], {
          description: 'Base32, for the new authenticator; shown once',
        }),
      }),
      handler: (ctx, { body }) => {
        // The link is the proof; who follows it cannot sign in.
        const actor = system('a reset link is used by someone who cannot sign in');
        return acceptReset({ ...ctx, actor }, unit, body, words);
      },
    }),
  ];
}
