import { Button } from 'antd';
import { Lock } from 'lucide-react';
import { forgetOwn } from '../../../shell/forget.ts';
import { useSession } from '../../../api/queries.ts';
import { useSignInHref } from '../../../shell/problem.tsx';
import { useStaffWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** For those whom an area is not open: sign in, or know whom to ask. */
export function Closed({ title }: { title: string }) {
  const { w, t, text } = useStaffWords();
  const { account, csrf, city } = useSession();
  const signIn = useSignInHref();
  return (
    <main id="main" className="desk-closed">
      <p className="desk__product">
        {text(city.product)}
        <span>{title}</span>
      </p>
      <Lock size={32} aria-hidden />
      <h1>{account ? w('closed.noPost') : w('closed.signIn')}</h1>
      <p>
        <AsWritten>
          {account ? w('closed.noPostText', { name: account.name }) : t('desk.staffOnly')}
        </AsWritten>
      </p>
      <div className="desk-row">
        {account ? (
          <form method="post" action="/auth/logout" onSubmit={forgetOwn}>
            <input type="hidden" name="csrf" value={csrf} />
            <Button type="primary" htmlType="submit">
              {w('closed.other')}
            </Button>
          </form>
        ) : (
          <Button type="primary" href={signIn}>
            {t('signIn.action')}
          </Button>
        )}
        <Button href="/">{w('frame.portal')}</Button>
      </div>
    </main>
  );
}
