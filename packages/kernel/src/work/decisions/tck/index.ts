export { runTck, type TckReport } from './run.ts';
