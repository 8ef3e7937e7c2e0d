import Type from 'typebox';
import { system } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { acceptInvitation } from './invite.ts';
import { NewPassword, type PasswordRules } from './model.ts';

/** Who was invited, by `qc admin invite` or by an administrator, makes an account by the one-time link. */
export function invitationRoutes({ words }: PasswordRules): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/invitations/accept',
      summary: 'Make the account that an invitation is for',
      who: 'anyone',
      limit: 10,
      status: 201,
      body: Type.Object(
        {
          token: Type.String({ maxLength: 100 }),
          login: Type.String({
            pattern: '^[a-z][a-z0-9.-]{2,39}$',
            description: 'Lower case letters, digits, dots, dashes',
          }),
          name: Type.String({ minLength: 1, maxLength: 100 }),
          password: NewPassword,
        },
        { additionalProperties: false },
      ),
      output: Type.Object({
        login: Type.String(),
        totpSecret: Type.String({ description: 'Base32, for the authenticator; shown once' }),
      }),
      handler: async (ctx, { body }) => {
        // The invitation is the proof; there is no account yet that could act.
        const totpSecret = await acceptInvitation(
          { ...ctx, actor: system('an invitation is accepted before its account exists') },
          body,
          words,
        );
        return { login: body.login, totpSecret };
      },
    }),
  ];
}
