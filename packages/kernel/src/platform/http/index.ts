export { answer, Answer } from './answer.ts';
export { cursorPage, pageQuery, decodeCursor, encodeCursor } from './page.ts';
export { purposeQuery, sendsBytes, withPurpose } from './purpose.ts';
export { route, type Route, type RouteInput, type Who } from './route.ts';
export { mountRoutes, type Authenticate, type Authenticated, type OnRefused } from './mount.ts';
export { registerProblems, problemOf, Problem } from './problem.ts';
export { registerJsonParser } from './json.ts';
export { isCityWide, mayCall } from './policy.ts';
