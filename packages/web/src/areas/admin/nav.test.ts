import { describe, expect, it } from 'vitest';
import type { Session } from '../../api/types.ts';
import { navOf } from './nav.ts';

const words = { zh: '', en: '' };

function sessionOf(...posts: { role: string; reach: 'city' | 'district' }[]): Session {
  const city: Session['city'] = {
    id: 'somewhere',
    name: words,
    product: words,
    brandHue: 190,
    defaultLang: 'zh',
    hotline: '12345',
    divisions: [],
    agencies: [],
    lifeEvents: [],
  };
  const account: Session['account'] = {
    id: '1',
    name: '某人',
    kind: 'staff',
    posts: posts.map((post, index) => ({ id: String(index), name: words, agency: words, ...post })),
    unreadMessages: 0,
    idleSeconds: null,
  };
  return { signedIn: true, demo: false, csrf: '', city, account };
}

const paths = (session: Session) => navOf(session).map(({ path }) => path);

describe('the pages of administration', () => {
  it('are all open to an administrator of the whole city', () => {
    expect(paths(sessionOf({ role: 'admin', reach: 'city' }))).toHaveLength(17);
  });

  it('are those of a district for its administrator, who keeps its people and not the city’s rules', () => {
    const district = { role: 'admin', reach: 'district' } as const;
    const open = [
      '/admin/items',
      '/admin/people',
      '/admin/seals',
      '/admin/certificates',
      '/admin/keys',
      '/admin/systems',
      '/admin/sign-in',
    ];
    expect(paths(sessionOf(district))).toEqual(open);
    expect(paths(sessionOf(district, { role: 'clerk', reach: 'city' }))).toEqual(open);
  });

  it('are the items for whoever has another post', () => {
    expect(paths(sessionOf({ role: 'head', reach: 'city' }))).toEqual(['/admin/items']);
  });

  it('are the items and the keys of their agency for a data officer', () => {
    expect(paths(sessionOf({ role: 'dataOfficer', reach: 'city' }))).toEqual(['/admin/items', '/admin/keys']);
  });
});
