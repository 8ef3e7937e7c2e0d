export { answer, Answer } from './answer.ts';
export { cursorPage, pageQuery, decodeCursor, encodeCursor } from './page.ts';
export { route, type Route, type RouteInput, type Who } from './route.ts';
export { mountRoutes, type Authenticate, type Authenticated } from './mount.ts';
export { registerProblems, problemOf, Problem } from './problem.ts';
export { registerJsonParser } from './json.ts';
export { mayCall } from './policy.ts';
