import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { allRoutes } from '@quancheng/server';
import { mayCall, type Route } from '../../platform/http/index.ts';
import type { Actor, PostRole } from '../../platform/context/index.ts';
import { caseStatuses, verbAllowed, verbRules, verbs, type CasePart } from './index.ts';

const roles: PostRole[] = [
  'clerk',
  'reviewer',
  'decider',
  'inspector',
  'head',
  'dataOfficer',
  'admin',
  'system',
];
const parts: CasePart[] = ['applicant', 'coApplicant', 'clerk', 'inspector', 'reviewer', 'decider', 'head'];

/** Any actor that the product knows: nobody, a resident, staff with any posts. */
const anyActor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant<Actor>({ kind: 'anonymous' }),
  fc.record({
    kind: fc.constant('account' as const),
    accountId: fc.uuid(),
    name: fc.string(),
    personId: fc.option(fc.uuid()),
    assurance: fc.constantFrom(1, 2, 3, 4),
    posts: fc.array(
      fc.record({
        id: fc.uuid(),
        role: fc.constantFrom(...roles),
        agencyId: fc.uuid(),
        agencyCode: fc.string(),
        divisionCode: fc.constant('370100'),
      }),
      { maxLength: 3 },
    ),
  }),
);

describe('who may do what', () => {
  let server: TestServer;
  let routes: Route[];
  beforeAll(async () => {
    server = await startTestServer();
    routes = allRoutes(server.services);
  });
  afterAll(() => server.stop());

  it('lets nobody through a door that does not name them', () => {
    fc.assert(
      fc.property(anyActor, fc.nat(), (actor, index) => {
        const { who } = routes[index % routes.length] ?? { who: 'anyone' as const };
        const may = mayCall(who, actor);
        if (who === 'anyone') return may;
        if (actor.kind !== 'account') return !may;
        if (who === 'signedIn') return may;
        if (who === 'resident') return may === (actor.personId !== null);
        if (who === 'staff') return may === actor.posts.some(({ role }) => role !== 'system');
        return may === actor.posts.some(({ role }) => who.posts.includes(role));
      }),
    );
  });

  it('answers 401 to nobody and 403 to the wrong one on every guarded route, before it looks at anything', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    const resident = await server.as('elder-72');
    for (const route of routes.filter(({ who }) => who !== 'anyone')) {
      const url = route.url.replace(':verb', 'claim').replace(':move', 'review').replaceAll(/:\w+/g, id);
      const call = (client: Client) => {
        if (route.method === 'GET') return client.get(url);
        if (route.method === 'DELETE') return client.delete(url);
        return route.method === 'PATCH' ? client.patch(url, {}) : client.post(url, {});
      };
      const wrong = typeof route.who === 'object' || route.who === 'staff';
      const anonymous = await call(server.anonymous);
      expect([401, 400], `${route.method} ${route.url}`).toContain(anonymous.status);
      if (wrong) expect([403, 400], `${route.method} ${route.url}`).toContain((await call(resident)).status);
    }
  });

  it('shows no one a case of others, whatever they hold', async () => {
    const { view } = await applyAs(server, 'elder-58');
    const stories = await server.stories();
    const others = stories.filter(({ account }) => account !== 'elder-58' && !account.startsWith('civil-'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...others.map(({ account }) => account)),
        fc.constantFrom(...verbs),
        async (account, verb) => {
          const client = await server.as(account);
          const seen = await client.get(`/api/v1/cases/${view.id}`, { 'x-purpose': 'case-handling' });
          const done = await client.post(`/api/v1/cases/${view.id}/${verb}`, {});
          return seen.status === 404 && done.status === 404;
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('the table of verbs', () => {
  it('allows a verb only to a part and in a status that it names', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...verbs),
        fc.constantFrom(...caseStatuses),
        fc.uniqueArray(fc.constantFrom(...parts)),
        (verb, status, held) => {
          const rule = verbRules[verb];
          return (
            verbAllowed(verb, status, held) ===
            (rule.in.includes(status) && held.some((part) => rule.by.includes(part)))
          );
        },
      ),
    );
  });

  it('lets no applicant decide, no official apply, and nothing but a rating after the end', () => {
    for (const verb of verbs) {
      const { by, in: within } = verbRules[verb];
      const official = by.some((part) => part !== 'applicant' && part !== 'coApplicant');
      const applicant = by.includes('applicant') || by.includes('coApplicant');
      expect(official && applicant, verb).toBe(false);
      for (const status of ['withdrawn', 'delivered', 'notAccepted', 'ended'] as const) {
        if (within.includes(status)) expect(verb).toBe('rate');
      }
    }
  });
});
