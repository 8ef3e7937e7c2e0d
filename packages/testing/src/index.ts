export { openTestDatabase, type TestDatabase } from './database.ts';
export { startTestServer, type TestServer } from './server.ts';
export { conformance } from './conformance.ts';
