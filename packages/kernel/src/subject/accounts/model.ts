import Type, { type Static } from 'typebox';

export const NewPassword = Type.String({
  maxLength: 200,
  description:
    'At least 12 characters, not a common one, without the login and the names of city and product',
});

/** What someone can no longer show at a sign-in. */
export const LostFactor = Type.Enum(['password', 'code'], {
  description: '`password`, or `code` for the authenticator',
});
export type LostFactor = Static<typeof LostFactor>;

export interface PasswordRules {
  /** Names of city and product, which no password may contain. */
  words: readonly string[];
}
