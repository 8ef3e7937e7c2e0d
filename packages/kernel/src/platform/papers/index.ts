export { makePaper, type Paper, type PaperBlock } from './paper.ts';
