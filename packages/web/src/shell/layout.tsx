import { useEffect, useRef } from 'react';
import { Banner } from '@quancheng/ui';
import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useWords } from '../i18n/i18n.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { NotFound, useMissing } from './not-found.tsx';

/** The frame of the public pages. */
export function Layout() {
  const { t } = useWords();
  const missing = useMissing();
  const main = useArrival();
  return (
    <>
      <a className="skip-link" href="#main">
        {t('layout.skip')}
      </a>
      <Offline />
      <Header />
      <main id="main" className="main" tabIndex={-1} ref={main}>
        {missing ? <NotFound /> : <Outlet />}
      </main>
      <Footer />
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

function Offline() {
  const { t } = useWords();
  const online = useSyncExternalStore(
    (changed) => onlineManager.subscribe(changed),
    () => onlineManager.isOnline(),
    () => true,
  );
  return online ? null : <Banner>{t('layout.offline')}</Banner>;
}
