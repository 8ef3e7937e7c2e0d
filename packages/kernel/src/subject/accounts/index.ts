export { accountErrors } from './errors.ts';
export { hashPassword, verifyPassword } from './password.ts';
export { totpCode, verifyTotp, newTotpSecret } from './totp.ts';
export { signIn, type SignInAttempt } from './service.ts';
export { acceptInvitation, inviteAdministrator } from './invite.ts';
export { invitationRoutes } from './routes.ts';
export {
  accountOf,
  createAccount,
  findAccountByLogin,
  givePosts,
  listDemoAccounts,
  listPostsOf,
  type AccountRow,
  type NewAccount,
} from './store.ts';
