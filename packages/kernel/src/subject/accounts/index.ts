export { accountErrors } from './errors.ts';
export { hashPassword, verifyPassword } from './password.ts';
export { totpCode, newTotpSecret } from './totp.ts';
export { signIn, type SignInAttempt } from './service.ts';
export { acceptInvitation, inviteAdministrator } from './invite.ts';
export { invitationRoutes } from './routes.ts';
export { staffRoutes } from './staff-routes.ts';
export {
  accountOf,
  actorColumns,
  toActor,
  type ActorRow,
  createAccount,
  findAccountByLogin,
  givePosts,
  listDemoAccounts,
  type AccountRow,
  type NewAccount,
} from './store.ts';
