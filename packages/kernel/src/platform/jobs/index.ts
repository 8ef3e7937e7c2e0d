export { createWorker, oldestDueJob, type JobHandler, type JobHandlers, type Worker } from './worker.ts';
export { jobRoutes } from './routes.ts';
export { findDeadJobs, rerunJob, type DeadJob } from './store.ts';
