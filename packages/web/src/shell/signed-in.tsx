import type { ReactNode } from 'react';
import { Empty, LinkButton } from '@quancheng/ui';
import { LogIn } from 'lucide-react';
import { useSession } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { useWords } from '../i18n/i18n.ts';
import { useSignInHref } from './problem.tsx';

type Account = NonNullable<Session['account']>;

/** What only the signed-in may see; others are asked to sign in and come back. */
export function SignedIn({ why, children }: { why?: string; children: (account: Account) => ReactNode }) {
  const { t } = useWords();
  const { account } = useSession();
  const href = useSignInHref();
  if (account) return children(account);
  return (
    <Empty
      icon={<LogIn aria-hidden />}
      title={t('signIn.needed')}
      action={<LinkButton href={href}>{t('signIn.action')}</LinkButton>}
    >
      {why ?? t('signIn.neededText')}
    </Empty>
  );
}

/** A whole page for the signed-in: the others see its title and are asked to sign in. */
export function SignedInPage({
  title,
  why,
  children,
}: {
  title: string;
  why: string;
  children: (account: Account) => ReactNode;
}) {
  const { account } = useSession();
  if (account) return children(account);
  return (
    <div className="page page--narrow">
      <h1>{title}</h1>
      <SignedIn why={why}>{children}</SignedIn>
    </div>
  );
}
