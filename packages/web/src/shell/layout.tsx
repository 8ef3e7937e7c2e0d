import { useEffect, useRef } from 'react';
import { Banner } from '@quancheng/ui';
import { Outlet, useLocation } from 'react-router';
import { useSession } from '../api/queries.ts';
import { dropTypedOfOthers } from '../areas/portal/apply/typed.ts';
import { useWords } from '../i18n/i18n.ts';
import { AtWindow } from './at-window.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { NotFound, useMissing } from './not-found.tsx';
import { useOnline } from './online.ts';
import { useOpenOnPaper } from './paper.ts';
import { SignedOut } from './signed-out.tsx';

/** The frame of the public pages. */
export function Layout() {
  const { t } = useWords();
  const missing = useMissing();
  const main = useArrival();
  useOwnTyped();
  useOpenOnPaper();
  return (
    <>
      <a className="skip-link" href="#main">
        {t('layout.skip')}
      </a>
      <Offline />
      <Header />
      <AtWindow />
      <main id="main" className="main" tabIndex={-1} ref={main}>
        {missing ? <NotFound /> : <Outlet />}
      </main>
      <Footer />
      <SignedOut />
    </>
  );
}

/** After a change of page, reading begins at its top. */
function useArrival() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

/** Whoever signs in after someone else finds nothing of what they typed. */
function useOwnTyped(): void {
  const id = useSession().account?.id;
  useEffect(() => {
    if (id !== undefined) dropTypedOfOthers(id);
  }, [id]);
}

function Offline() {
  const { t } = useWords();
  return useOnline() ? null : <Banner>{t('layout.offline')}</Banner>;
}
