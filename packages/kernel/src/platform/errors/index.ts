export { catalogue, defineErrors, DomainError, type ErrorEntry, type FieldProblem } from './catalogue.ts';
export { platformErrors } from './platform.ts';
