import { Button, LinkButton, Notice } from '@quancheng/ui';
import type { SignInContext } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Services of others by which one may enter: links, for no form of ours leads to another site. */
export function UpstreamWays({ uid, upstreams }: { uid: string; upstreams: SignInContext['upstreams'] }) {
  const { t, text } = useWords();
  if (upstreams.length === 0) return null;
  return (
    <section aria-labelledby="upstream-title" className="stack">
      <h2 id="upstream-title">{t('signIn.upstream.title')}</h2>
      {upstreams.map(({ id, name, down }) =>
        down ? (
          <Notice key={id} tone="info" title={t('signIn.upstream.down', { name: text(name) })}>
            {t('signIn.upstream.downText')}
          </Notice>
        ) : (
          <div key={id} className="actions">
            <LinkButton variant="secondary" href={`/oidc/interaction/${uid}/upstream/${id}`}>
              {t('signIn.upstream.with', { name: text(name) })}
            </LinkButton>
          </div>
        ),
      )}
    </section>
  );
}

/** Someone who came from there for the first time: whose account it is, is shown once, or a new one is opened. */
export function NewcomerNotice({
  uid,
  newcomer: { from, name, mayOpen },
}: {
  uid: string;
  newcomer: NonNullable<SignInContext['newcomer']>;
}) {
  const { t, text } = useWords();
  const path = `/oidc/interaction/${uid}/newcomer`;
  return (
    <Notice tone="info" announce="status" title={t('signIn.newcomer.title', { name: text(from) })}>
      {name !== '' && (
        <p>
          {t('signIn.newcomer.as')} <AsWritten>{name}</AsWritten>
        </p>
      )}
      <p>{t('signIn.newcomer.text')}</p>
      <div className="actions">
        {mayOpen && (
          <form method="post" action={`${path}/open`}>
            <Button type="submit" variant="secondary">
              {t('signIn.newcomer.open')}
            </Button>
          </form>
        )}
        <form method="post" action={`${path}/forget`}>
          <Button type="submit" variant="quiet">
            {t('signIn.newcomer.forget')}
          </Button>
        </form>
      </div>
    </Notice>
  );
}
