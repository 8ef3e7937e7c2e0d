import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Drawer } from 'antd';
import { Keyboard, Languages, LogOut, Menu, Moon, Sun, Undo2 } from 'lucide-react';
import { NavLink, useLocation } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { usePreference } from '../../../shell/preferences.ts';
import { useDeskWords } from '../words.ts';
import { useKeysContext } from './keys.tsx';
import { navOf } from './nav.ts';
import { useWidth } from './width.ts';

/** The frame of the desk: at the side where one can go and who one is, beside it the page. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useDeskWords();
  const wide = useWidth() === 'wide';
  const main = useArrival();
  return (
    <div className={wide ? 'desk desk--wide' : 'desk'}>
      <a className="skip-link" href="#main">
        {t('layout.skip')}
      </a>
      {wide ? <SideBar /> : <TopBar />}
      <main id="main" className="desk__main" tabIndex={-1} ref={main}>
        {children}
      </main>
    </div>
  );
}

function SideBar() {
  const { t, text } = useDeskWords();
  const { city } = useSession();
  return (
    <header className="desk__side">
      <p className="desk__product">
        {text(city.product)}
        <span>{t('desk.title')}</span>
      </p>
      <Places />
      <Account />
    </header>
  );
}

function TopBar() {
  const { w, t, text } = useDeskWords();
  const { city } = useSession();
  const [open, setOpen] = useState(false);
  return (
    <header className="desk__top">
      <p className="desk__product">
        {text(city.product)}
        <span>{t('desk.title')}</span>
      </p>
      <Button icon={<Menu size={20} aria-hidden />} aria-expanded={open} onClick={() => setOpen(true)}>
        {t('nav.menu')}
      </Button>
      <Drawer
        open={open}
        title={w('frame.menu')}
        placement="right"
        size={300}
        onClose={() => setOpen(false)}
        classNames={{ body: 'desk__drawer' }}
      >
        <Places onGo={() => setOpen(false)} />
        <Account />
      </Drawer>
    </header>
  );
}

function Places({ onGo }: { onGo?: () => void }) {
  const { w } = useDeskWords();
  const entries = navOf(useSession());
  const { pathname } = useLocation();
  return (
    <nav className="desk__places" aria-label={w('frame.places')}>
      {entries.map(({ path, key, icon: Icon }) => (
        <NavLink
          key={path}
          to={path}
          end={path === '/desk' && !pathname.startsWith('/desk/cases/')}
          {...(onGo ? { onClick: onGo } : {})}
        >
          <Icon size={18} aria-hidden />
          {w(key)}
        </NavLink>
      ))}
    </nav>
  );
}

function Account() {
  const { w, t, lang, text } = useDeskWords();
  const { account, csrf } = useSession();
  const { pathname } = useLocation();
  const { showList } = useKeysContext();
  const [dark, turnDark] = usePreference('theme', 'dark', 'light');
  if (!account) return null;
  return (
    <div className="desk__account">
      <p className="desk__name">{account.name}</p>
      <ul className="desk__posts" aria-label={w('frame.posts')}>
        {account.posts.map((post) => (
          <li key={post.id}>
            {text(post.agency)} · {text(post.name)}
          </li>
        ))}
      </ul>
      <div className="desk__tools">
        <button type="button" aria-pressed={dark} onClick={turnDark}>
          {dark ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
          {t('prefs.dark')}
        </button>
        <a
          href={`${pathname}?lang=${lang === 'zh' ? 'en' : 'zh'}`}
          lang={lang === 'zh' ? 'en' : 'zh-CN'}
          hrefLang={lang === 'zh' ? 'en' : 'zh-CN'}
        >
          <Languages size={18} aria-hidden />
          {t('prefs.otherLanguage')}
        </a>
        <button type="button" onClick={showList}>
          <Keyboard size={18} aria-hidden />
          {w('keys.title')}
        </button>
        <a href="/">
          <Undo2 size={18} aria-hidden />
          {w('frame.portal')}
        </a>
        <form method="post" action="/auth/logout">
          <input type="hidden" name="csrf" value={csrf} />
          <button type="submit">
            <LogOut size={18} aria-hidden />
            {t('nav.signOut')}
          </button>
        </form>
      </div>
    </div>
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
