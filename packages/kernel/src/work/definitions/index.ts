export {
  findCurrent,
  getCurrent,
  getDefinition,
  publish,
  type Definition,
  type DefinitionKind,
} from './store.ts';
