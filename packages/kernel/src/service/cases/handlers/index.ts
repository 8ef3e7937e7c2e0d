import type { Verb } from '../model.ts';
import { applicantVerbs } from './applicant.ts';
import { clockVerbs } from './clock.ts';
import type { VerbHandler } from './model.ts';
import { staffVerbs } from './staff.ts';

export const handlers: Readonly<Record<Verb, VerbHandler>> = {
  ...applicantVerbs,
  ...staffVerbs,
  ...clockVerbs,
};
