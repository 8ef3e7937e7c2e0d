export {
  addRecords,
  findRecord,
  queryRecords,
  writeRecord,
  updateRecord,
  type LibraryRecord,
  type QueryOptions,
} from './store.ts';
export { libraryRoutes } from './routes.ts';
export { libraryErrors } from './errors.ts';
export { listMyData, type MyDataGroup } from './mine.ts';
export { findMarks, namesOfEntities } from './marks.ts';
export { presentValue } from './present.ts';
export { openDispute, listDisputes, answerDispute, type Dispute } from './disputes.ts';
