import { matchPath, type RouteObject } from 'react-router';
import type { Session } from './api/types.ts';
import { consentPath, phonePath } from './areas/portal/signin/paths.ts';
import { Layout } from './shell/layout.tsx';
import { NotFound } from './shell/not-found.tsx';
import { lazyPage, type LazyPage } from './shell/page.tsx';

interface Asked {
  params: Record<string, string | undefined>;
  query: URLSearchParams;
  session: Session;
}

export interface PageRoute {
  path: string;
  page: LazyPage;
  /** GET paths that the server reads before it renders; a first one that is not found makes the page so. */
  reads?: (asked: Asked) => string[];
  /** Has words of its own for what is not found: its data is then `null`. */
  tellsMissing?: true;
}

const area = 'src/areas/portal';

/** The pages of the portal. */
const portal: PageRoute[] = [
  {
    path: '/',
    page: lazyPage(`${area}/home/home.tsx`, async () => (await import('./areas/portal/home/home.tsx')).Home),
    reads: ({ session }) => [
      '/api/v1/items/popular',
      ...(session.account?.kind === 'resident' ? ['/api/v1/cases?scope=mine'] : []),
    ],
  },
  {
    path: '/search',
    page: lazyPage(
      `${area}/search/search.tsx`,
      async () => (await import('./areas/portal/search/search.tsx')).SearchPage,
    ),
    reads: ({ query }) => [itemsPath(query)],
  },
  {
    path: '/items/:code',
    page: lazyPage(
      `${area}/guide/guide.tsx`,
      async () => (await import('./areas/portal/guide/guide.tsx')).Guide,
    ),
    reads: ({ params }) => [`/api/v1/items/${encodeURIComponent(params['code'] ?? '')}`],
  },
  {
    path: '/apply/:code',
    page: lazyPage(
      `${area}/apply/apply.tsx`,
      async () => (await import('./areas/portal/apply/apply.tsx')).Apply,
    ),
    reads: ({ params }) => [`/api/v1/items/${encodeURIComponent(params['code'] ?? '')}`],
  },
  {
    path: '/cases',
    page: lazyPage(
      `${area}/cases/cases.tsx`,
      async () => (await import('./areas/portal/cases/cases.tsx')).Cases,
    ),
  },
  {
    path: '/cases/:id',
    page: lazyPage(
      `${area}/case/case.tsx`,
      async () => (await import('./areas/portal/case/case.tsx')).CasePage,
    ),
  },
  {
    path: '/licences',
    page: lazyPage(
      `${area}/licences/licences.tsx`,
      async () => (await import('./areas/portal/licences/licences.tsx')).Licences,
    ),
  },
  {
    path: '/licences/use',
    page: lazyPage(
      `${area}/licences/uses/use-page.tsx`,
      async () => (await import('./areas/portal/licences/uses/use-page.tsx')).UsePage,
    ),
  },
  {
    path: '/licences/:id/uses',
    page: lazyPage(
      `${area}/licences/uses/uses-page.tsx`,
      async () => (await import('./areas/portal/licences/uses/uses-page.tsx')).UsesPage,
    ),
  },
  {
    path: '/licences/:id/grant',
    page: lazyPage(
      `${area}/licences/uses/grant-page.tsx`,
      async () => (await import('./areas/portal/licences/uses/grant-page.tsx')).GrantUsePage,
    ),
  },
  {
    path: '/licences/:id',
    page: lazyPage(
      `${area}/licences/licence.tsx`,
      async () => (await import('./areas/portal/licences/licence.tsx')).Licence,
    ),
  },
  {
    path: '/cards',
    page: lazyPage(
      `${area}/cards/cards.tsx`,
      async () => (await import('./areas/portal/cards/cards.tsx')).Cards,
    ),
  },
  {
    path: '/inbox',
    page: lazyPage(
      `${area}/inbox/inbox.tsx`,
      async () => (await import('./areas/portal/inbox/inbox.tsx')).Inbox,
    ),
  },
  {
    path: '/me',
    page: lazyPage(
      `${area}/me/my-data.tsx`,
      async () => (await import('./areas/portal/me/my-data.tsx')).MyData,
    ),
  },
  {
    path: '/me/access',
    page: lazyPage(
      `${area}/me/access.tsx`,
      async () => (await import('./areas/portal/me/access.tsx')).Access,
    ),
  },
  {
    path: '/me/mandates',
    page: lazyPage(
      `${area}/me/mandates.tsx`,
      async () => (await import('./areas/portal/me/mandates.tsx')).Mandates,
    ),
  },
  {
    path: '/me/mandates/once',
    page: lazyPage(`${area}/me/once.tsx`, async () => (await import('./areas/portal/me/once.tsx')).OncePage),
  },
  {
    path: '/me/mandates/offer',
    page: lazyPage(
      `${area}/me/offer.tsx`,
      async () => (await import('./areas/portal/me/offer.tsx')).OfferPage,
    ),
  },
  {
    path: '/me/mandates/new',
    page: lazyPage(
      `${area}/me/grant.tsx`,
      async () => (await import('./areas/portal/me/grant.tsx')).GrantPage,
    ),
  },
  {
    path: '/me/sessions',
    page: lazyPage(
      `${area}/me/sessions.tsx`,
      async () => (await import('./areas/portal/me/sessions.tsx')).Sessions,
    ),
  },
  {
    path: '/me/systems',
    page: lazyPage(
      `${area}/me/systems.tsx`,
      async () => (await import('./areas/portal/me/systems.tsx')).Systems,
    ),
  },
  {
    path: '/me/sign-ins',
    page: lazyPage(
      `${area}/me/linked-sign-ins.tsx`,
      async () => (await import('./areas/portal/me/linked-sign-ins.tsx')).LinkedSignIns,
    ),
  },
  {
    path: '/me/password',
    page: lazyPage(
      `${area}/me/password.tsx`,
      async () => (await import('./areas/portal/me/password.tsx')).PasswordPage,
    ),
  },
  {
    path: '/verify',
    page: lazyPage(
      `${area}/verify/verify.tsx`,
      async () => (await import('./areas/portal/verify/verify.tsx')).Verify,
    ),
  },
  {
    path: '/verify/present',
    page: lazyPage(
      `${area}/verify/present.tsx`,
      async () => (await import('./areas/portal/verify/present.tsx')).Present,
    ),
  },
  {
    path: '/verify/ask',
    page: lazyPage(
      `${area}/verify/ask.tsx`,
      async () => (await import('./areas/portal/verify/ask.tsx')).AskWallet,
    ),
  },
  {
    path: '/verify/:code',
    page: lazyPage(
      `${area}/verify/verify.tsx`,
      async () => (await import('./areas/portal/verify/verify.tsx')).Verify,
    ),
    reads: ({ params }) => [`/api/v1/verify/${encodeURIComponent(params['code'] ?? '')}`],
    tellsMissing: true,
  },
  {
    path: '/signin',
    page: lazyPage(
      `${area}/signin/signin.tsx`,
      async () => (await import('./areas/portal/signin/signin.tsx')).SignIn,
    ),
    reads: ({ query }) => [signInPath(query)],
  },
  {
    path: '/signin/consent',
    page: lazyPage(
      `${area}/signin/consent.tsx`,
      async () => (await import('./areas/portal/signin/consent.tsx')).Consent,
    ),
    reads: ({ query }) => [consentPath(query)],
  },
  {
    path: '/signin/phone',
    page: lazyPage(
      `${area}/signin/phone.tsx`,
      async () => (await import('./areas/portal/signin/phone.tsx')).PhoneSignIn,
    ),
    reads: ({ query }) => [phonePath(query)],
  },
  {
    path: '/window',
    page: lazyPage(
      `${area}/signin/window-screen.tsx`,
      async () => (await import('./areas/portal/signin/window-screen.tsx')).WindowScreen,
    ),
  },
  {
    path: '/window/password',
    page: lazyPage(
      `${area}/signin/window-password.tsx`,
      async () => (await import('./areas/portal/signin/window-password.tsx')).WindowPassword,
    ),
  },
  {
    path: '/signin/confirm',
    page: lazyPage(
      `${area}/signin/phone-confirm.tsx`,
      async () => (await import('./areas/portal/signin/phone-confirm.tsx')).PhoneConfirm,
    ),
  },
  {
    path: '/signin/problem',
    page: lazyPage(
      `${area}/signin/problem.tsx`,
      async () => (await import('./areas/portal/signin/problem.tsx')).SignInProblem,
    ),
  },
  {
    path: '/device',
    page: lazyPage(
      `${area}/signin/device.tsx`,
      async () => (await import('./areas/portal/signin/device.tsx')).DevicePage,
    ),
  },
  {
    path: '/signout',
    page: lazyPage(
      `${area}/signin/sign-out.tsx`,
      async () => (await import('./areas/portal/signin/sign-out.tsx')).SignOut,
    ),
  },
  {
    path: '/signout/done',
    page: lazyPage(
      `${area}/signin/sign-out.tsx`,
      async () => (await import('./areas/portal/signin/sign-out.tsx')).SignedOut,
    ),
  },
  {
    path: '/invite',
    page: lazyPage(
      `${area}/signin/invite.tsx`,
      async () => (await import('./areas/portal/signin/invite.tsx')).Invite,
    ),
  },
  {
    path: '/reset',
    page: lazyPage(
      `${area}/signin/reset.tsx`,
      async () => (await import('./areas/portal/signin/reset.tsx')).Reset,
    ),
  },
  {
    path: '/help',
    page: lazyPage(`${area}/help/help.tsx`, async () => (await import('./areas/portal/help/help.tsx')).Help),
  },
  {
    path: '/rates',
    page: lazyPage(
      `${area}/rates/rates.tsx`,
      async () => (await import('./areas/portal/rates/rates.tsx')).RatesPage,
    ),
    reads: () => ['/api/v1/rates'],
  },
];

interface Area {
  path: string;
  page: LazyPage | null;
}

/** The areas of the staff have a frame of their own and are not rendered on the server. */
const staffAreas: Area[] = [
  {
    path: '/desk/*',
    page: import.meta.env.SSR
      ? null
      : lazyPage('src/areas/desk/index.tsx', async () => (await import('./areas/desk/index.tsx')).DeskArea),
  },
  {
    path: '/admin/*',
    page: import.meta.env.SSR
      ? null
      : lazyPage(
          'src/areas/admin/index.tsx',
          async () => (await import('./areas/admin/index.tsx')).AdminArea,
        ),
  },
];

export const routeObjects: RouteObject[] = [
  {
    element: <Layout />,
    children: [
      ...portal.map(({ path, page }) => ({ path, element: page.element })),
      { path: '*', element: <NotFound /> },
    ],
  },
  ...staffAreas.map(({ path, page }) => ({ path, element: page?.element ?? null })),
];

export function findRoute(pathname: string): {
  page: LazyPage | null;
  route: PageRoute | null;
  params: Asked['params'];
} {
  for (const route of portal) {
    const match = matchPath(route.path, pathname);
    if (match) return { page: route.page, route, params: match.params };
  }
  return { page: findStaffArea(pathname)?.page ?? null, route: null, params: {} };
}

function findStaffArea(pathname: string): Area | undefined {
  return staffAreas.find(({ path }) => matchPath(path, pathname));
}

export function isStaffArea(pathname: string): boolean {
  return findStaffArea(pathname) !== undefined;
}

/** The search that a page address asks for. */
export function itemsPath(query: URLSearchParams): string {
  const asked = new URLSearchParams({ limit: '20' });
  for (const name of ['q', 'division', 'agency', 'event', 'object', 'cursor']) {
    const value = query.get(name)?.trim();
    if (value) asked.set(name, value);
  }
  return `/api/v1/items?${asked.toString()}`;
}

export function signInPath(query: URLSearchParams): string {
  const uid = query.get('uid');
  return `/api/v1/signin/context${uid ? `?uid=${encodeURIComponent(uid)}` : ''}`;
}
