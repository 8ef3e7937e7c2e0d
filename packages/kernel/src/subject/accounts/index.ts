export { acrOf, expectLevel, levelOf, shown, type Amr } from './assurance.ts';
export { accountErrors } from './errors.ts';
export { endProviderSessions, endSessions } from './end-sessions.ts';
export { hashPassword, verifyPassword } from './password.ts';
export { NewPassword } from './model.ts';
export { setPassword } from './own.ts';
export { checkPassword } from './password-rules.ts';
export { totpCode, newTotpSecret } from './totp.ts';
export { signIn, type SignInAttempt } from './service.ts';
export { acceptInvitation, inviteAdministrator } from './invite.ts';
export { ownAccountRoutes } from './own-routes.ts';
export { invitationRoutes } from './routes.ts';
export { staffRoutes } from './staff-routes.ts';
export { tellAccount, tellNewDevice } from './tell.ts';
export {
  accountIdOf,
  accountOf,
  accountsOfPeople,
  actorColumns,
  getAccount,
  toActor,
  totpColumns,
  type AccountActor,
  type ActorRow,
  createAccount,
  findAccountByLogin,
  givePosts,
  listDemoAccounts,
  type AccountRow,
  type NewAccount,
  holdAccount,
} from './store.ts';
