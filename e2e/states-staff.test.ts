import { describe } from 'vitest';
import { lookAtPages } from './states.ts';

describe('every page of staff', () => {
  lookAtPages((route) => /^\/(desk|admin)\b/.test(route));
});
