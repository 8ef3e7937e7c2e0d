export { createCaseEngine, feelExpressions, type CaseEngine } from './engine.ts';
export { operationNames } from './operations/index.ts';
export { caseRoutes } from './routes.ts';
export { caseErrors } from './errors.ts';
export { caseStatuses, verbs, type CaseStatus, type Verb } from './model.ts';
export { verbAllowed, verbRules, type CasePart, type VerbRule } from './verbs.ts';
export { findCase } from './store.ts';
export type { Words } from './session.ts';
export { recomputeProvisional } from './recompute.ts';
