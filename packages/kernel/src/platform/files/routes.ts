import Type from 'typebox';
import { answer, purposeQuery, route, sendsBytes, withPurpose, type Route } from '../http/index.ts';
import type { Context } from '../context/index.ts';
import { platformErrors } from '../errors/index.ts';
import type { FileRow, Files } from './service.ts';
import { readUpload } from './upload.ts';

const limitMegabytes = 20;

/** Someone who may read a file of a case, as that case knows them. */
export interface FileReading {
  /** Leaves the record of a fetch for those whose file it is. */
  record(): void;
}

/** As whom the caller reads a file besides having uploaded it; the folder that files belong to decides. */
export type FindReading = (ctx: Context, file: FileRow) => Promise<FileReading | undefined>;

export function fileRoutes(deps: { files: Files; findReading: FindReading }): Route[] {
  const { files } = deps;
  return [
    route({
      method: 'POST',
      url: '/api/v1/files',
      summary: 'Upload a material: multipart field `file`, PDF or picture, 20 MB at most',
      who: 'signedIn',
      atWindow: 'open',
      status: 201,
      limit: 60,
      output: Type.Object({
        id: Type.String(),
        name: Type.String(),
        mediaType: Type.String(),
        bytes: Type.Integer(),
      }),
      prepare: async (request) => files.examine(await readUpload(request, limitMegabytes)),
      handler: async (ctx, { prepared }) => {
        const { id, name, mediaType, bytes } = await files.upload(ctx, prepared);
        return { id, name, mediaType, bytes };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/files/:id',
      summary: 'A file: one’s own, or of a case that one may see',
      who: 'signedIn',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      query: purposeQuery,
      output: Type.Unknown({ description: 'The bytes' }),
      handler: async (ctx, { params, query, request }) => {
        const file = await files.get(ctx, params.id);
        const own = ctx.actor.kind === 'account' && file.accountId === ctx.actor.accountId;
        const reading = await deps.findReading(withPurpose(ctx, query), file);
        if (!own && !reading) throw platformErrors.notFound();
        if (sendsBytes(request)) reading?.record();
        return fileAnswer(files, file);
      },
    }),
  ];
}

/** A file as an answer: shown in the browser, never run by it. */
export function fileAnswer(files: Files, file: FileRow) {
  return answer(files.read(file), {
    headers: {
      'content-type': file.mediaType,
      'content-length': String(file.bytes),
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      // A browser shows PDFs by a plug-in of its own, which a sandbox would stop.
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'${file.mediaType === 'application/pdf' ? '' : '; sandbox'}`,
    },
  });
}
