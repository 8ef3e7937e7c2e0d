export { openTestDatabase, type TestDatabase } from './database.ts';
export { startTestServer, type Client, type TestServer } from './server.ts';
export { act, applyAs, goodVisit, refusal, uploadPdf, viewOf, type CaseView } from './cases.ts';
export { conformance } from './conformance.ts';
export { createVisitor, signIn, type Visitor } from './browserless.ts';
export { papersOf, type Papers } from './papers.ts';
// Pages compare their own checks with the server's in tests; only a test may reach that far.
export { DomainError } from '@quancheng/kernel/platform/errors';
export { checkAnswers } from '@quancheng/kernel/work/forms';
export type { FormSource } from '@quancheng/pack-sdk';
export { makeSoftToken, softHsm, tokenProcesses, type SoftToken } from './soft-token.ts';
export { startFaceProvider, type FaceAnswer, type FaceProvider } from './face-provider.ts';
