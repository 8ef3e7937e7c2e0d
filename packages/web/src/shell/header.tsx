import { useEffect, useRef } from 'react';
import { LinkButton } from '@quancheng/ui';
import { ALargeSmall, ChevronDown, Languages, Menu, Moon, Sun } from 'lucide-react';
import { Link, NavLink, useLocation } from 'react-router';
import { useSession } from '../api/queries.ts';
import { useWords } from '../i18n/i18n.ts';
import { forgetOwn } from './forget.ts';
import { usePreference } from './preferences.ts';
import { useSignInHref } from './problem.tsx';
import { AsWritten } from './as-written.tsx';

export function Header() {
  const { t, text } = useWords();
  const { city } = useSession();
  return (
    <header className="header">
      <div className="header__inner">
        <Link to="/" className="header__product">
          <span className="header__mark" aria-hidden />
          {text(city.product)}
        </Link>
        <nav className="header__nav" aria-label={t('nav.label')}>
          <NavLinks />
        </nav>
        <div className="header__tools">
          <Preferences />
        </div>
        <div className="header__account">
          <Account />
          <MobileMenu />
        </div>
      </div>
    </header>
  );
}

function NavLinks() {
  const { t } = useWords();
  const { account } = useSession();
  const unread = account?.unreadMessages ?? 0;
  return (
    <>
      <NavLink to="/search">{t('nav.items')}</NavLink>
      <NavLink to="/cases">{t('nav.cases')}</NavLink>
      <NavLink to="/licences">{t('nav.licences')}</NavLink>
      <NavLink to="/inbox">
        {t('nav.inbox')}
        {unread > 0 && (
          <span className="header__count">
            {unread}
            <span className="visually-hidden">{t('nav.unread')}</span>
          </span>
        )}
      </NavLink>
    </>
  );
}

/** Type size, theme and language. */
function Preferences() {
  const { t, lang } = useWords();
  const { pathname, search } = useLocation();
  const [large, turnLarge] = usePreference('type', 'large', 'normal');
  const [dark, turnDark] = usePreference('theme', 'dark', 'light');
  const other = new URLSearchParams(search);
  other.set('lang', lang === 'zh' ? 'en' : 'zh');
  return (
    <>
      <button type="button" className="tool js-only" aria-pressed={large} onClick={turnLarge}>
        <ALargeSmall size={20} aria-hidden />
        {t('prefs.large')}
      </button>
      <button type="button" className="tool js-only" aria-pressed={dark} onClick={turnDark}>
        {dark ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
        {t('prefs.dark')}
      </button>
      <a
        className="tool"
        href={`${pathname}?${other.toString()}`}
        lang={lang === 'zh' ? 'en' : 'zh-CN'}
        hrefLang={lang === 'zh' ? 'en' : 'zh-CN'}
      >
        <Languages size={18} aria-hidden />
        {t('prefs.otherLanguage')}
      </a>
    </>
  );
}

function Account() {
  const { t } = useWords();
  const { account } = useSession();
  const signIn = useSignInHref();
  const menu = useMenu();
  if (!account) {
    return (
      <LinkButton href={signIn} variant="secondary" className="header__signin">
        {t('signIn.action')}
      </LinkButton>
    );
  }
  return (
    <details className="menu" ref={menu}>
      <summary className="menu__button">
        <span className="menu__name">
          <AsWritten>{account.name}</AsWritten>
        </span>
        <ChevronDown size={18} aria-hidden />
      </summary>
      <div className="menu__panel">
        <AccountLinks />
      </div>
    </details>
  );
}

function AccountLinks() {
  const { t } = useWords();
  const { account, csrf } = useSession();
  return (
    <>
      {account?.kind === 'staff' && <a href="/desk">{t('nav.desk')}</a>}
      <Link to="/cards">{t('nav.cards')}</Link>
      <Link to="/me">{t('nav.myData')}</Link>
      <Link to="/me/access">{t('nav.access')}</Link>
      <Link to="/me/mandates">{t('nav.mandates')}</Link>
      <Link to="/me/sessions">{t('nav.sessions')}</Link>
      <Link to="/me/systems">{t('nav.systems')}</Link>
      <Link to="/me/password">{t('nav.password')}</Link>
      <Link to="/me/sign-ins">{t('nav.linkedSignIns')}</Link>
      <form method="post" action="/auth/logout" onSubmit={forgetOwn}>
        <input type="hidden" name="csrf" value={csrf} />
        <button type="submit">{t('nav.signOut')}</button>
      </form>
    </>
  );
}

/** On a narrow screen: the same links and choices behind one button. */
function MobileMenu() {
  const { t } = useWords();
  const menu = useMenu();
  return (
    <details className="menu menu--mobile" ref={menu}>
      <summary className="menu__button">
        <Menu size={22} aria-hidden />
        <span>{t('nav.menu')}</span>
      </summary>
      <div className="menu__panel">
        <nav aria-label={t('nav.label')}>
          <NavLinks />
        </nav>
        <div className="menu__tools">
          <Preferences />
        </div>
      </div>
    </details>
  );
}

/** A `<details>` that closes like a menu: on leaving it, on Escape, on a change of page. */
function useMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    menu.current?.removeAttribute('open');
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a change of page is what closes it
  }, [pathname]);
  useEffect(() => {
    const close = (event: Event) => {
      const element = menu.current;
      if (!element?.open || (event instanceof MouseEvent && element.contains(event.target as Node))) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        element.querySelector('summary')?.focus();
      }
      element.open = false;
    };
    document.addEventListener('click', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return menu;
}
