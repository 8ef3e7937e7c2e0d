import { expect, test } from 'vitest';
import type { Mandate } from '../../../api/types.ts';
import { eachPrincipalOnce } from './who-step.tsx';

const mandate = (id: string, kind: Mandate['mandate'], validUntil: string | null, principalId = 'c') =>
  ({ id, principalId, mandate: kind, validUntil }) as Mandate;
const idsOf = (mandates: Mandate[]) => eachPrincipalOnce(mandates).map(({ id }) => id);

test('of several mandates of one principal the one by law counts, else the longest', () => {
  const law = mandate('law', 'representative', null);
  const short = mandate('short', 'agent', '2026-06-30');
  const long = mandate('long', 'agent', null);
  const once = mandate('once', 'once', null);
  const elsewhere = mandate('elsewhere', 'agent', '2026-06-30', 'd');
  expect(idsOf([short, law, long, elsewhere])).toEqual(['law', 'elsewhere']);
  expect(idsOf([once, short, elsewhere, long])).toEqual(['elsewhere', 'long']);
  expect(idsOf([once, elsewhere])).toEqual(['once', 'elsewhere']);
});
