import { refuseOcsp } from '@quancheng/engines/pki';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { DomainError } from '../../platform/errors/index.ts';
import { answer, route, type Route } from '../../platform/http/index.ts';
import { ocspRequest, octetsOf, readOctetsOf, timeStampQuery } from './bodies.ts';
import type { Authority } from './service.ts';
import { refuseTimeStamp } from './stamps.ts';

const Name = Type.Object({
  name: Type.String({
    description: 'root-sm2, root-es256, issuing-sm2, issuing-es256; later keys end with their number',
  }),
});
const Octets = Type.Unknown({ description: 'DER' });

const ocspsAMinute = 600;
const stampsAMinute = 60;
const listSeconds = 300;
const certificateSeconds = 86_400;

/** What strangers' programs ask an authority for, as the standards have it: nobody signs in for it. */
export function pkiRoutes({ authority }: { authority: Authority }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/pki/:name.cer',
      summary: 'The certificate of a root or intermediate (RFC 5280, DER)',
      who: 'anyone',
      params: Name,
      output: Octets,
      handler: async (ctx, { params }) => {
        const { der } = await authority.getAuthority(ctx, params.name);
        return octets(der, 'application/pkix-cert', certificateSeconds);
      },
    }),
    route({
      method: 'GET',
      url: '/pki/:name.crl',
      summary: 'What a root or intermediate revoked (RFC 5280, DER)',
      who: 'anyone',
      params: Name,
      output: Octets,
      handler: async (ctx, { params }) =>
        octets(await authority.listOf(ctx, params.name), 'application/pkix-crl', listSeconds),
    }),
    route({
      method: 'POST',
      url: '/pki/ocsp',
      summary: 'How certificates stand now (OCSP, RFC 6960, DER)',
      who: 'anyone',
      limit: ocspsAMinute,
      body: octetsOf(ocspRequest, 'OCSPRequest'),
      output: Octets,
      handler: (ctx, { body, request }) =>
        answering(request, 'application/ocsp-response', refuseOcsp('tryLater'), () =>
          authority.answerOcsp(ctx, readOctetsOf(body)),
        ),
    }),
    route({
      method: 'GET',
      url: '/pki/ocsp/*',
      summary: 'The same for a request in Base64, as part of the address (RFC 6960 appendix A)',
      who: 'anyone',
      limit: ocspsAMinute,
      params: Type.Object({ '*': Type.String({ maxLength: 4096, description: 'OCSPRequest in Base64' }) }),
      output: Octets,
      handler: (ctx, { params, request }) =>
        answering(request, 'application/ocsp-response', refuseOcsp('tryLater'), () =>
          authority.answerOcsp(ctx, Buffer.from(params['*'], 'base64')),
        ),
    }),
    route({
      method: 'POST',
      url: '/pki/tsa',
      summary: 'A time stamp over a digest (RFC 3161, DER)',
      who: 'anyone',
      limit: stampsAMinute,
      body: octetsOf(timeStampQuery, 'TimeStampReq'),
      output: Octets,
      handler: (ctx, { body, request }) =>
        answering(request, 'application/timestamp-reply', refuseTimeStamp('systemFailure'), () =>
          authority.answerStamp(ctx, readOctetsOf(body)),
        ),
    }),
  ];
}

/** What keeps the authority itself from answering is for the operator; the stranger is told as its standard has it. */
async function answering(
  request: FastifyRequest,
  mediaType: string,
  refusal: Uint8Array,
  work: () => Promise<Uint8Array>,
) {
  try {
    return octets(await work(), mediaType, 0);
  } catch (error) {
    if (!(error instanceof DomainError) || error.entry.code.startsWith('platform.')) throw error;
    request.log.error({ err: error }, 'the authority could not answer');
    return octets(refusal, mediaType, 0);
  }
}

function octets(bytes: Uint8Array, mediaType: string, seconds: number) {
  return answer(Buffer.from(bytes), {
    headers: {
      'content-type': mediaType,
      'cache-control': seconds === 0 ? 'no-store' : `public, max-age=${seconds}`,
    },
  });
}
