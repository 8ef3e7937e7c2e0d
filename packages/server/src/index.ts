export { startServer, type Running, type StartStep } from './start.ts';
export { loadConfig, settings, type Config } from './config/index.ts';
export { listPackDirs, loadCity, loadPackDir, loadPacks, root, type LoadedPack } from './city.ts';
export { allRoutes } from './all-routes.ts';
export { asSystem, createServices, type Services } from './services.ts';
export {
  applyPlan,
  planResources,
  prepareCity,
  prepareResources,
  prepareSchema,
  publishPack,
  tableResources,
} from './prepare.ts';
export { startEmbedded } from './postgres/index.ts';
export { loadStories, type LoadedStory, type Story } from './demo/stories.ts';
export { checkPack, packRules, type PackFinding } from './pack-check/index.ts';
export { listStories } from './demo/people.ts';
export { readProgress } from './demo/load.ts';
export { createRandom } from './demo/random.ts';
