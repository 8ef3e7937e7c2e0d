import { describe, expect, it } from 'vitest';
import { allRoutes } from './routes.ts';
import { lookAtPages } from './states.ts';
import { examples } from './states-examples.ts';

describe('every page of the portal', () => {
  it('has an example, as those of staff have', () => {
    expect(Object.keys(examples).toSorted()).toEqual(allRoutes().toSorted());
  });

  lookAtPages((route) => !/^\/(desk|admin)\b/.test(route));
});
