import { isStaff, postsOf, type Actor, type Post } from '../context/index.ts';
import type { Route, Who } from './route.ts';

/** Whether an actor passes a route's door; deny by default. */
export function mayCall(who: Who, actor: Actor): boolean {
  if (who === 'anyone') return true;
  if (actor.kind !== 'account') return false;
  if (who === 'signedIn') return true;
  if (who === 'resident') return actor.personId !== null;
  if (who === 'staff') return isStaff(actor);
  return postsOf(actor).some(
    (post) => who.posts.includes(post.role) && (who.reach === undefined || isCityWide(post)),
  );
}

/** Whether a route opens where the actor is: on the screen of a window much stays closed. */
export function isOpenHere({ method, atWindow }: Pick<Route, 'method' | 'atWindow'>, actor: Actor): boolean {
  if (actor.kind !== 'account' || !actor.atWindow) return true;
  return (atWindow ?? (method === 'GET' ? 'open' : 'closed')) === 'open';
}

/** GB/T 2260: the code of a city or province ends with two zeros, that of a district does not. */
export function isCityWide({ divisionCode }: Post): boolean {
  return divisionCode.length === 6 && divisionCode.endsWith('00');
}
