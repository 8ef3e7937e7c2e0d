import { isoBase64URL } from '@simplewebauthn/server/helpers';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { passkeyErrors } from './errors.ts';
import type { Assertion, NewCredential, Passkey } from './model.ts';

/** The installation as authenticators know it. */
export interface RelyingSite {
  /** Where the pages stand; its host is the relying party's id. */
  origin: string;
  name: string;
}

/** COSE numbers of EdDSA, ES256 and RS256. */
const algorithms = [-8, -7, -257];
const patienceMs = 5 * 60_000;

export function registrationOptions(
  { origin, name: rpName }: RelyingSite,
  account: { id: string; login: string; name: string },
  held: readonly Passkey[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName,
    rpID: hostOf(origin),
    userID: new Uint8Array(handleOf(account.id)),
    userName: account.login,
    userDisplayName: account.name,
    timeout: patienceMs,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: held.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    // It is found by the browser alone, without a login, and only given out to who unlocked it.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

export function requestOptions({ origin }: RelyingSite): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: hostOf(origin),
    timeout: patienceMs,
    userVerification: 'required',
  });
}

/** Errors: `passkey.refused`. */
export async function readRegistration({ origin }: RelyingSite, response: NewCredential, challenge: string) {
  const { registrationInfo } = await checked(() =>
    verifyRegistrationResponse({
      response: response as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!registrationInfo) throw passkeyErrors.refused();
  const { credential, credentialDeviceType } = registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    synced: credentialDeviceType === 'multiDevice',
  };
}

/** Checks all but the count of signatures, which whoever keeps it checks. Errors: `passkey.refused`. */
export async function readAssertion(
  { origin }: RelyingSite,
  response: Assertion,
  challenge: string,
  passkey: Passkey,
): Promise<Pick<Passkey, 'counter' | 'synced'>> {
  // The handle says whose key it is; one of another account would be a forgery of the browser's.
  const { userHandle } = response.response;
  const handle = isoBase64URL.fromBuffer(new Uint8Array(handleOf(passkey.accountId)));
  if (userHandle !== undefined && userHandle !== handle) throw passkeyErrors.refused();
  const { verified, authenticationInfo } = await checked(() =>
    verifyAuthenticationResponse({
      response: response as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: 0,
      },
    }),
  );
  if (!verified) throw passkeyErrors.refused();
  const { newCounter, credentialDeviceType } = authenticationInfo;
  return { counter: newCounter, synced: credentialDeviceType === 'multiDevice' };
}

/** The challenge that a browser says it had signed. Errors: `passkey.refused`. */
export function challengeIn(clientDataJSON: string): string {
  try {
    const data = JSON.parse(isoBase64URL.toUTF8String(clientDataJSON)) as Record<string, unknown>;
    if (typeof data['challenge'] === 'string' && data['crossOrigin'] !== true) return data['challenge'];
  } catch {
    // not what a browser sends
  }
  throw passkeyErrors.refused();
}

/** The library says by plain errors what is wrong: to people it is one thing, and to programs no riddle to solve. */
async function checked<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch {
    throw passkeyErrors.refused();
  }
}

function hostOf(origin: string): string {
  return new URL(origin).hostname;
}

/** The account's id as 16 bytes: it tells nothing of the person. */
function handleOf(accountId: string): Buffer {
  return Buffer.from(accountId.replaceAll('-', ''), 'hex');
}
