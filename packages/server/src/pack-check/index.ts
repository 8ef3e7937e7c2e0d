export { checkPack, packRules, type PackFinding } from './check.ts';
export { examineProcess } from './examine.ts';
