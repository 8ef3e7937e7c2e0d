import { dropAllTyped } from '../areas/portal/apply/typed.ts';
import { dropCards } from '../areas/portal/cards/kept.ts';

/** At a sign-out: nothing of one's own stays in the browser for whoever comes after. */
export function forgetOwn(): void {
  dropAllTyped();
  dropCards();
}
