export { openTestDatabase, type TestDatabase } from './database.ts';
export { startTestServer, type Client, type TestServer } from './server.ts';
export { act, applyAs, refusal, viewOf, type CaseView } from './cases.ts';
export { conformance } from './conformance.ts';
export { createVisitor, signIn, type Visitor } from './browserless.ts';
