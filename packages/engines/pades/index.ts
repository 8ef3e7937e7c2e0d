export { isPdf, verifyPdf, type PdfVerifyOptions } from './verify.ts';
