export { decisionErrors } from './errors.ts';
export { evaluateDecision, evaluateService } from './evaluate.ts';
export type { DecisionAnswer, DecisionModel, Decisions, FiredRule } from './model.ts';
export { DecisionImportError, type DecisionProblem } from './problems.ts';
export { readDecisions } from './read.ts';
export { createDecisions } from './service.ts';
export { decisionAdminRoutes } from './routes.ts';
export type { FindRecorded, RecordedCase } from './trial.ts';
export { runTck, type TckReport } from './tck/index.ts';
