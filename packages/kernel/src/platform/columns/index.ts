export { changeColumnKey, sealPlain, tidyColumns, type ColumnChange } from './change.ts';
export { columnErrors } from './errors.ts';
export { normaliseMail, normalisePhone, sealedColumn, type SealedColumn, type SealedValue } from './model.ts';
export {
  createColumns,
  listColumnKeys,
  rewrapColumnKeys,
  type ColumnKeeper,
  type Columns,
} from './service.ts';
