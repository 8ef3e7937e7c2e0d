export { importItems, type ImportReport, type RejectedRow } from './run.ts';
export { ImportMapping, usualMapping } from './mapping.ts';
export { readRows } from './read.ts';
