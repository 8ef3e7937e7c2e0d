export { analyse, type Analysis, type AnalyseOptions, type Stuck } from './analyse.ts';
export { startInstance, trigger, type StartInput } from './engine.ts';
export { processErrors } from './errors.ts';
export type { Act } from './memory.ts';
export type {
  Expression,
  Expressions,
  ProcessDefinition,
  ProcessNode,
  UserNode,
  Variables,
} from './model.ts';
export { ProcessImportError, type ProblemCode, type ProcessProblem } from './problems.ts';
export type { Published } from './publish.ts';
export { readProcess } from './read.ts';
export {
  createProcesses,
  type DiagramView,
  type InstanceRef,
  type Message,
  type NewInstance,
  type ProcessDeps,
  type Processes,
  type ProcessStep,
} from './service.ts';
export {
  BpmnError,
  pending,
  ProcessRunError,
  type DurationOptions,
  type Effects,
  type Ended,
  type Instance,
  type InstanceState,
  type InstanceStatus,
  type OperationCall,
  type Passage,
  type ProcessEvent,
  type ProcessIo,
  type StepResult,
  type Wait,
  type WaitKind,
} from './state.ts';
export { listTasks, type WaitRow } from './store.ts';
export { addDuration as addCivilDuration, findDuration } from './timers.ts';
export { waitsOf } from './view.ts';
export { processAdminRoutes } from './routes.ts';
export type { EndedCase, FindEnded } from './trial.ts';
