export { fileAnswer, fileRoutes, type FileReading, type FindReading } from './routes.ts';
export { createFiles, type FileRow, type Files } from './service.ts';
export { localBlobs, type Blobs } from './blobs.ts';
export { clamd } from './clamd.ts';
export { noScanner, type Scanner } from './scanner.ts';
export { fileErrors } from './errors.ts';
export { readUpload, type Upload } from './upload.ts';
