import { interactionPolicy } from 'oidc-provider';
import type { UnitOfWork } from '../../platform/context/index.ts';
import { hasCertificate } from '../certificates/index.ts';
import { hasPasskey } from '../passkeys/index.ts';
import { isLinkedOpen, linkToProvider } from '../sessions/index.ts';
import { levelNamed } from './step-up.ts';

/** What a login of ours says beside what the provider itself reads. */
export interface LoginResult {
  login?: { accountId: string };
  /** The browser's session that was opened with it. */
  webSession?: string;
}

/**
 * When people are asked to sign in: as OpenID Connect has it, and whenever the session of the browser has ended, by
 * whatever: the provider's own session never outlives it. A system that would rather see a passkey, or a certificate, is
 * shown one where the account has it.
 */
export function createPolicy(
  { db, clock }: UnitOfWork,
  { offersCertificates }: { offersCertificates: boolean },
): interactionPolicy.DefaultPolicy {
  const { Check, base } = interactionPolicy;
  const policy = base();
  policy.get('login')?.checks.add(
    new Check('web_session', 'the session of the browser has ended', async (ctx) => {
      const { session } = ctx.oidc;
      if (!session?.accountId) return Check.NO_NEED_TO_PROMPT; // another check asks already
      const result = ctx.oidc.result as LoginResult | undefined;
      if (result?.login) {
        if (result.webSession !== undefined) await linkToProvider(db, result.webSession, session.uid);
        return Check.NO_NEED_TO_PROMPT;
      }
      const isOpen = await isLinkedOpen(db, session.uid, clock.now());
      return isOpen ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );
  policy.get('login')?.checks.add(
    new Check('preferred_acr', 'a higher level is preferred, and there is what reaches it', async (ctx) => {
      const { session, params, acr } = ctx.oidc;
      const preferred = levelNamed(String(params?.['acr_values'] ?? '').split(' ')[0]);
      if (preferred < 3 || levelNamed(acr) >= preferred || !session?.accountId)
        return Check.NO_NEED_TO_PROMPT;
      // Asked once: who chose another way was heard.
      if ((ctx.oidc.result as LoginResult | undefined)?.login) return Check.NO_NEED_TO_PROMPT;
      const reaches =
        (preferred === 3 && (await hasPasskey(db, session.accountId))) ||
        (offersCertificates && (await hasCertificate(db, session.accountId)));
      return reaches ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  return policy;
}
