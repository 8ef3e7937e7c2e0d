import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Drawer } from 'antd';
import {
  Keyboard,
  Languages,
  LogOut,
  Menu,
  MonitorSmartphone,
  Moon,
  Sun,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import { NavLink, useLocation } from 'react-router';
import { forgetOwn } from '../../../shell/forget.ts';
import { useSession } from '../../../api/queries.ts';
import { useOpenOnPaper } from '../../../shell/paper.ts';
import { usePreference } from '../../../shell/preferences.ts';
import { SignedOut } from '../../../shell/signed-out.tsx';
import { useStaffWords } from '../words.ts';
import { useKeysContext } from './keys.tsx';
import { useWidth } from './width.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

export interface Place {
  path: string;
  label: string;
  icon: LucideIcon;
  /** Beginning of further paths that belong to it; none: it is marked on its own path and all below. */
  covers?: string;
}

interface Area {
  title: string;
  places: Place[];
  /** Other areas that the one who is here may go to. */
  areas: Place[];
}

const AreaContext = createContext<Area>({ title: '', places: [], areas: [] });

/** The frame of an area of the staff: at the side where one can go and who one is, beside it the page. */
export function Frame({ children, ...area }: Area & { children: ReactNode }) {
  const { t } = useStaffWords();
  const wide = useWidth() === 'wide';
  const main = useArrival();
  useOpenOnPaper();
  return (
    <AreaContext value={area}>
      <div className={wide ? 'desk desk--wide' : 'desk'}>
        <a className="skip-link" href="#main">
          {t('layout.skip')}
        </a>
        {wide ? <SideBar /> : <TopBar />}
        <main id="main" className="desk__main" tabIndex={-1} ref={main}>
          {children}
        </main>
        <SignedOut />
      </div>
    </AreaContext>
  );
}

function SideBar() {
  const { text } = useStaffWords();
  const { city } = useSession();
  const { title } = useContext(AreaContext);
  return (
    <header className="desk__side">
      <p className="desk__product">
        {text(city.product)}
        <span>{title}</span>
      </p>
      <Places />
      <Account />
    </header>
  );
}

function TopBar() {
  const { w, t, text } = useStaffWords();
  const { city } = useSession();
  const { title } = useContext(AreaContext);
  const [open, setOpen] = useState(false);
  return (
    <header className="desk__top">
      <p className="desk__product">
        {text(city.product)}
        <span>{title}</span>
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
  const { w } = useStaffWords();
  const { places } = useContext(AreaContext);
  const { pathname } = useLocation();
  return (
    <nav className="desk__places" aria-label={w('frame.places')}>
      {places.map(({ path, label, icon: Icon, covers }) => (
        <NavLink
          key={path}
          to={path}
          end={covers !== undefined && !pathname.startsWith(covers)}
          {...(onGo ? { onClick: onGo } : {})}
        >
          <Icon size={18} aria-hidden />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}

function Account() {
  const { w, t, lang, text } = useStaffWords();
  const { account, csrf } = useSession();
  const { pathname } = useLocation();
  const { showList } = useKeysContext();
  const { areas } = useContext(AreaContext);
  const [dark, turnDark] = usePreference('theme', 'dark', 'light');
  if (!account) return null;
  return (
    <div className="desk__account">
      <p className="desk__name">
        <AsWritten>{account.name}</AsWritten>
      </p>
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
        {areas.map(({ path, label, icon: Icon }) => (
          <NavLink key={path} to={path}>
            <Icon size={18} aria-hidden />
            {label}
          </NavLink>
        ))}
        <a href="/me/sessions">
          <MonitorSmartphone size={18} aria-hidden />
          {t('nav.sessions')}
        </a>
        <a href="/">
          <Undo2 size={18} aria-hidden />
          {w('frame.portal')}
        </a>
        <form method="post" action="/auth/logout" onSubmit={forgetOwn}>
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
