import type { Known } from './states-scene.ts';

/** Who looks at which example of a route; null for someone who is not signed in. */
export type Example = readonly [account: string | null, path: (known: Known) => string];

const at =
  (path: string): Example[1] =>
  () =>
    path;

const owner = 'noodle-owner';

export const examples: Readonly<Record<string, readonly Example[]>> = {
  '/': [
    [null, at('/')],
    [owner, at('/')],
  ],
  '/search': [
    [null, at('/search?q=老年')],
    [null, at('/search?q=没有的事项')],
  ],
  '/items/:code': [[null, at('/items/food-business-licence')]],
  '/apply/:code': [
    [owner, ({ draft }) => `/apply/elderly-card?case=${draft}`],
    [null, at('/apply/elderly-card')],
  ],
  '/cases': [
    [owner, at('/cases')],
    ['home-seller', at('/cases')],
  ],
  '/cases/:id': [
    [owner, ({ food }) => `/cases/${food}`],
    ['elder-58', ({ notGranted }) => `/cases/${notGranted}`],
    ['elder-72', ({ card }) => `/cases/${card}`],
    ['elder-72', ({ food }) => `/cases/${food}`],
    ['elder-60', ({ lapsed }) => `/cases/${lapsed}`],
  ],
  '/licences': [['elder-72', at('/licences')]],
  '/licences/:id': [['elder-72', ({ licence }) => `/licences/${licence}`]],
  '/licences/use': [
    [owner, at('/licences/use#code=0123456789ABCDEF')],
    [null, at('/licences/use')],
  ],
  '/licences/:id/uses': [['elder-72', ({ licence }) => `/licences/${licence}/uses`]],
  '/licences/:id/grant': [
    ['elder-72', ({ licence }) => `/licences/${licence}/grant`],
    ['elder-72', ({ licence }) => `/licences/${licence}/grant?to=paper`],
  ],
  '/cards': [
    [null, at('/cards')],
    ['elder-72', at('/cards')],
  ],
  '/inbox': [[owner, at('/inbox')]],
  '/me': [['elder-72', at('/me')]],
  '/me/access': [[owner, at('/me/access')]],
  '/me/mandates': [[owner, at('/me/mandates')]],
  '/me/mandates/once': [
    ['elder-72', at('/me/mandates/once')],
    ['elder-58', ({ notGranted }) => `/me/mandates/once?case=${notGranted}`],
    ['elder-72', ({ card }) => `/me/mandates/once?case=${card}`],
  ],
  '/me/mandates/offer': [
    ['elder-72', at('/me/mandates/offer')],
    ['elder-72', at('/me/mandates/offer?code=none-that-counts')],
  ],
  '/me/mandates/new': [[owner, at('/me/mandates/new')]],
  '/me/sessions': [[owner, at('/me/sessions')]],
  '/me/systems': [[owner, at('/me/systems')]],
  '/me/sign-ins': [[owner, at('/me/sign-ins')]],
  '/me/password': [[owner, at('/me/password')]],
  '/verify': [[null, at('/verify')]],
  '/verify/present': [[null, at('/verify/present')]],
  '/verify/ask': [[null, at('/verify/ask')]],
  '/verify/:code': [
    [null, ({ code }) => `/verify/${code}`],
    [null, at('/verify/0000000000000000')],
  ],
  '/signin': [[null, at('/auth/login?return=/me')]],
  '/signin/consent': [[null, at('/signin/consent?uid=none')]],
  '/signin/phone': [[null, at('/signin/phone?uid=none')]],
  '/window': [
    [null, at('/window')],
    [null, at('/window?error=code')],
  ],
  '/window/password': [
    [null, at('/window/password')],
    [null, at('/window/password#token=none-that-counts')],
  ],
  '/signin/confirm': [['elder-72', at('/signin/confirm')]],
  '/signin/problem': [[null, at('/signin/problem?error=invalid_redirect_uri')]],
  '/device': [
    [null, at('/oidc/device')],
    [null, at('/device?xsrf=x&code=BCDF-GHJK&system=水务自助服务')],
    [null, at('/device?done=1')],
  ],
  '/signout': [[null, at('/signout?xsrf=x&system=水务自助服务')]],
  '/signout/done': [[null, at('/signout/done')]],
  '/invite': [[null, at('/invite')]],
  '/reset': [[null, at('/reset')]],
  '/help': [[null, at('/help')]],
  '/rates': [[null, at('/rates')]],
  '/desk': [
    ['market-clerk', at('/desk?view=all')],
    [owner, at('/desk')],
  ],
  '/desk/cases/:id': [['market-clerk', ({ food }) => `/desk/cases/${food}`]],
  '/desk/cases/:id/correct': [['market-clerk', ({ atWindow }) => `/desk/cases/${atWindow}/correct`]],
  '/desk/overview': [['market-head', at('/desk/overview')]],
  '/desk/guardians': [['civil-clerk', at('/desk/guardians')]],
  '/desk/window': [['civil-clerk', at('/desk/window')]],
  '/desk/intake': [['market-clerk', at('/desk/intake?item=food-business-licence')]],
  '/desk/licences': [['civil-decider', at('/desk/licences')]],
  '/desk/licence-uses': [
    ['market-clerk', at('/desk/licence-uses')],
    ['market-head', at('/desk/licence-uses')],
  ],
  '/desk/upper-licences': [['civil-clerk', at('/desk/upper-licences?case=none')]],
  '/desk/seals': [['civil-head', at('/desk/seals')]],
  '/desk/seals/new': [['civil-head', at('/desk/seals/new')]],
  '/desk/seals/:id': [['civil-head', ({ seal }) => `/desk/seals/${seal}`]],
  '/desk/seals/:id/change': [['civil-head', ({ seal }) => `/desk/seals/${seal}/change`]],
  '/desk/seals/:id/sign': [['civil-head', ({ seal }) => `/desk/seals/${seal}/sign`]],
  '/desk/disputes': [['police-data-officer', at('/desk/disputes')]],
  '/desk/ratings': [['market-head', at('/desk/ratings')]],
  '/desk/items': [['admin', at('/desk/items')]],
  '/desk/jobs': [['admin', at('/desk/jobs')]],
  '/desk/messages': [['admin', at('/desk/messages')]],
  '/admin': [['admin', at('/admin')]],
  '/admin/items': [['admin', at('/admin/items')]],
  '/admin/items/:id': [['admin', ({ item }) => `/admin/items/${item}`]],
  '/admin/licences': [['admin', at('/admin/licences')]],
  '/admin/licences/:code': [['admin', at('/admin/licences/property-certificate')]],
  '/admin/forms': [['admin', at('/admin/forms')]],
  '/admin/forms/:key': [['admin', at('/admin/forms/elderly-card')]],
  '/admin/rules': [['admin', at('/admin/rules')]],
  '/admin/rules/processes/:key': [['admin', at('/admin/rules/processes/elderly-card')]],
  '/admin/rules/decisions/:key': [['admin', at('/admin/rules/decisions/elderly-card')]],
  '/admin/seals': [['admin', at('/admin/seals')]],
  '/admin/certificates': [['admin', at('/admin/certificates')]],
  '/admin/keys': [['admin', at('/admin/keys')]],
  '/admin/systems': [['admin', at('/admin/systems')]],
  '/admin/sign-in': [['admin', at('/admin/sign-in')]],
  '/admin/upstreams': [['admin', at('/admin/upstreams')]],
  '/admin/licence-exchange': [['admin', at('/admin/licence-exchange')]],
  '/admin/people': [['admin', at('/admin/people')]],
  '/admin/calendar': [['admin', at('/admin/calendar')]],
  '/admin/messages': [['admin', at('/admin/messages')]],
  '/admin/audit': [['admin', at('/admin/audit')]],
  '/admin/health': [['admin', at('/admin/health')]],
  '/admin/jobs': [['admin', at('/admin/jobs')]],
};
