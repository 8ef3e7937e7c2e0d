import type { Verb } from '../../../api/types.ts';
import type { DeskAction } from '../api/types.ts';

/** The key of each action on a case. */
export const verbKeys: Partial<Record<Verb, string>> = {
  claim: 'c',
  accept: 'a',
  'request-correction': 'b',
  'not-accept': 'n',
  suspend: 's',
  resume: 'u',
  extend: 'e',
  'hand-over': 'h',
  deliver: 'l',
  end: 't',
  review: 'v',
  decide: 'd',
  withdraw: 'w',
  'ask-person': 'p',
  confirm: 'y',
};

/** What cannot be taken back, and is therefore asked for in the colour of danger. */
export const grave: ReadonlySet<Verb> = new Set(['not-accept', 'end', 'withdraw']);

/** What finishes the work on a case: what is missing by then is missing in the decision. */
export const finishing: ReadonlySet<Verb> = new Set(['review', 'decide']);

/** Not for a clerk to do in someone's name. */
const never: ReadonlySet<Verb> = new Set(['submit', 'rate', 'save', 'dispute', 'pay', 'materials']);

/** The actions as buttons: those that lead on first. */
export function orderActions(actions: readonly DeskAction[]): DeskAction[] {
  const shown = actions.filter(({ verb }) => !never.has(verb));
  const rank = ({ verb, primary }: DeskAction) =>
    verb === 'claim' ? 1 : primary ? 0 : grave.has(verb) ? 3 : 2;
  return shown.sort((a, b) => rank(a) - rank(b));
}
