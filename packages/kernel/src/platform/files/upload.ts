import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { platformErrors } from '../errors/index.ts';
import { fileErrors } from './errors.ts';

export interface Upload {
  name: string;
  content: Buffer;
}

/**
 * The one file of a multipart request, whole in memory. Errors: `platform.unsupported-type`, `file.empty`,
 * `file.too-large`.
 */
export async function readUpload(request: FastifyRequest, megabytes: number): Promise<Upload> {
  if (!request.isMultipart()) throw platformErrors.unsupportedType();
  const part = await request.file({ limits: { fileSize: megabytes * 2 ** 20, files: 1 } });
  if (!part) throw fileErrors.empty();
  const content = await part
    .toBuffer()
    .catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'FST_REQ_FILE_TOO_LARGE') throw error;
      return null;
    })
    .finally(() => letPass(request.raw));
  // The stream may end at the limit before its error is heard: a cut file must never be kept.
  if (content === null || part.file.truncated) throw fileErrors.tooLarge({ limit: `${megabytes} MB` });
  return { name: part.filename, content };
}

/**
 * Reads what is left without keeping anything. A sender that is not listened to cannot read a refusal, and a
 * request that was not read to its end keeps its connection busy, so that a server would wait for it to stop.
 */
function letPass(request: IncomingMessage): void {
  request.unpipe();
  request.resume();
}
