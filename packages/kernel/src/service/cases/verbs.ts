import type { CaseStatus, Verb } from './model.ts';

/** In which part someone meets a case. */
export type CasePart = 'applicant' | 'coApplicant' | 'clerk' | 'inspector' | 'reviewer' | 'decider' | 'head';

export interface VerbRule {
  by: readonly CasePart[];
  in: readonly CaseStatus[];
  /**
   * `task`: completes a waiting task of the process that lists the verb, so the process decides what comes
   * next. `free`: what the platform itself does with any case.
   */
  kind: 'task' | 'free';
}

const officers = ['clerk', 'inspector', 'reviewer', 'decider'] as const;

/** The one table of status × verb × actor: routes, buttons, permissions and tests follow from it. */
export const verbRules: Readonly<Record<Verb, VerbRule>> = {
  save: { by: ['applicant'], in: ['draft', 'correcting'], kind: 'free' },
  submit: { by: ['applicant'], in: ['draft'], kind: 'free' },
  resubmit: { by: ['applicant'], in: ['correcting', 'notGranted'], kind: 'task' },
  materials: { by: ['applicant'], in: ['submitted', 'accepted', 'suspended', 'review'], kind: 'free' },
  confirm: { by: ['coApplicant'], in: ['submitted', 'accepted'], kind: 'task' },
  dispute: { by: ['applicant'], in: ['notGranted', 'correcting', 'refused'], kind: 'free' },
  'ask-person': { by: ['applicant'], in: ['notGranted'], kind: 'task' },
  pay: { by: ['applicant'], in: ['submitted', 'accepted', 'review', 'granted'], kind: 'free' },
  withdraw: {
    by: ['applicant'],
    in: ['draft', 'submitted', 'correcting', 'accepted', 'suspended', 'review', 'notGranted'],
    kind: 'free',
  },
  rate: { by: ['applicant'], in: ['granted', 'delivered', 'refused', 'notAccepted', 'ended'], kind: 'free' },
  claim: {
    by: officers,
    in: ['submitted', 'correcting', 'accepted', 'suspended', 'review', 'granted'],
    kind: 'free',
  },
  'request-correction': { by: ['clerk', 'reviewer'], in: ['submitted', 'accepted', 'review'], kind: 'task' },
  accept: { by: ['clerk'], in: ['submitted'], kind: 'task' },
  'not-accept': { by: ['clerk'], in: ['submitted'], kind: 'task' },
  suspend: { by: ['clerk', 'reviewer'], in: ['accepted', 'review'], kind: 'free' },
  resume: { by: ['clerk', 'reviewer'], in: ['suspended'], kind: 'free' },
  extend: { by: ['decider', 'head'], in: ['accepted', 'review', 'suspended'], kind: 'free' },
  'hand-over': {
    by: [...officers, 'head'],
    in: ['submitted', 'correcting', 'accepted', 'suspended', 'review', 'granted'],
    kind: 'free',
  },
  deliver: { by: ['clerk'], in: ['granted'], kind: 'free' },
  end: { by: ['clerk', 'head'], in: ['submitted', 'correcting', 'accepted', 'suspended'], kind: 'free' },
  review: { by: ['reviewer', 'inspector'], in: ['accepted', 'review'], kind: 'task' },
  decide: { by: ['decider'], in: ['review'], kind: 'task' },
};

/** Whether the table lets one of these parts use a verb in a status. */
export function verbAllowed(verb: Verb, status: CaseStatus, parts: readonly CasePart[]): boolean {
  const rule = verbRules[verb];
  return rule.in.includes(status) && parts.some((part) => rule.by.includes(part));
}
