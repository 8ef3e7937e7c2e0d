import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { platformErrors } from '../../platform/errors/index.ts';

export const ocspRequest = 'application/ocsp-request';
export const timeStampQuery = 'application/timestamp-query';

/** A hundred questions are about 10 KiB. */
const mostKibibytes = 64;

/** Lets requests for statuses and time stamps through as their octets. */
export function registerPkiBodies(app: FastifyInstance): void {
  app.addContentTypeParser([ocspRequest, timeStampQuery], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

/** The body of a route as octets of a media type. */
export function octetsOf(mediaType: string, description: string) {
  return Type.Unsafe<unknown>({ content: { [mediaType]: { schema: { description } } } });
}

/** Errors: `platform.unsupported-type`, `platform.too-large`. */
export function readOctetsOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) throw platformErrors.unsupportedType();
  if (body.length > mostKibibytes * 1024) throw platformErrors.tooLarge({ limit: `${mostKibibytes} KiB` });
  return body;
}
