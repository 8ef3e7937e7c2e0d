export { createUnitOfWork, type UnitOfWork, type UnitOptions } from './unit.ts';
export {
  anonymous,
  asPerson,
  isStaff,
  postsOf,
  system,
  type Actor,
  type AtWindow,
  type AssuranceLevel,
  type AuditEntry,
  type Context,
  type DomainEvent,
  type NewJob,
  type Post,
  type PostRole,
} from './model.ts';
export { isPurpose, purposes, type Purpose, type PurposeCode } from './purposes.ts';
