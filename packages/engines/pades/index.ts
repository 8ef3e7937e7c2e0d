export { isPdf, verifyPdf, type Needed, type PdfVerifyOptions } from './verify.ts';
