export {
  findCurrent,
  getCurrent,
  getDefinition,
  listCurrent,
  publish,
  type Definition,
  type DefinitionKind,
} from './store.ts';
export { definitionRoutes } from './routes.ts';
export { expectNewest } from './versions.ts';
