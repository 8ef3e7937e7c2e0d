import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { newKey, sendJson } from '../api/client.ts';

/* The browser's part of a passkey. What speaks with authenticators is loaded when one is wanted. */

/** Whether the browser knows passkeys; never on the server. */
export function knowsPasskeys(): boolean {
  return typeof window !== 'undefined' && typeof window.PublicKeyCredential === 'function';
}

/** Whether the browser can offer passkeys in the list under a field. */
export async function offersInFields(): Promise<boolean> {
  if (!knowsPasskeys()) return false;
  const { browserSupportsWebAuthnAutofill } = await import('@simplewebauthn/browser');
  return browserSupportsWebAuthnAutofill();
}

/** Lets the device make a passkey; answers what the server checks. */
export async function makePasskey(options: unknown): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON });
}

/** Asks for any passkey that the person chooses; answers what the sign-in form posts. */
export async function showPasskey(uid: string, where: 'dialog' | 'field'): Promise<string> {
  const asked = await sendJson<{ options: PublicKeyCredentialRequestOptionsJSON }>(
    { path: `/oidc/interaction/${uid}/passkey/start` },
    '',
    newKey(),
  );
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const shown = await startAuthentication({
    optionsJSON: asked.options,
    useBrowserAutofill: where === 'field',
  });
  return JSON.stringify(shown);
}
