export { checkPack, packRules, type PackFinding } from './check.ts';
