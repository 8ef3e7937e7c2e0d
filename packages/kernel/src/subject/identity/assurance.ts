import { isStaff, type Actor } from '../../platform/context/index.ts';

/**
 * Levels of assurance as `acr` of OpenID Connect: by a code to a phone or a mail; by a real name that the person
 * library confirms; by a passkey or a face check; by a certificate.
 */
export const assurance = {
  l1: 'urn:quancheng:acr:l1',
  l2: 'urn:quancheng:acr:l2',
  l3: 'urn:quancheng:acr:l3',
  l4: 'urn:quancheng:acr:l4',
} as const;
export type Assurance = (typeof assurance)[keyof typeof assurance];

/** How surely an account that has signed in by what it knows is the person it says. */
export function assuranceOf(actor: Actor): Assurance {
  const isKnown = actor.kind === 'account' && (actor.personId !== null || isStaff(actor));
  return isKnown ? assurance.l2 : assurance.l1;
}
