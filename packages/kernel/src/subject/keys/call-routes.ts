import type { FastifyRequest } from 'fastify';
import Type, { type TSchema } from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { digest, DigestName, SignOptions } from '../../platform/crypto/index.ts';
import { DomainError, platformErrors } from '../../platform/errors/index.ts';
import { answer, problemOf, route, type Route } from '../../platform/http/index.ts';
import { countCall } from '../systems/index.ts';
import type { Operation } from './model.ts';
import { getOwnKey } from './routes.ts';
import type { Keys } from './service.ts';

/** Programs call often; what bounds them is their quota. */
const callsAMinute = 6000;
const who = { posts: ['system'] } as const;

const mostBytes = 2 ** 20;
/** What a frame adds to the content, and more than that. */
const frameBytes = 1024;
const closed = { additionalProperties: false };

const base64 = (most: number, description: string) =>
  Type.String({ maxLength: 4 * Math.ceil(most / 3), contentEncoding: 'base64', description });
const Data = base64(mostBytes, 'Base64 of 1 MiB at most');
const Sealed = base64(mostBytes + frameBytes, 'Base64 of what was answered');
const Out = Type.String({ contentEncoding: 'base64', description: 'Base64' });
const Version = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'The version of the key' });
const Valid = Type.Object({ valid: Type.Boolean() });
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });

/** The crypto service for programs of agencies: each call counts towards the quota of its program, and is recorded. */
export function cryptoRoutes({ keys }: { keys: Keys }): Route[] {
  return [
    call('sign', 'Sign bytes', {
      body: { data: Data, ...SignOptions.properties },
      output: Type.Object({ version: Version, signature: Out }),
      run: async (ctx, id, { data, ...options }) => {
        const { version, signature } = await keys.signWith(ctx, id, bytesOf('data', data), options);
        return { version, signature: signature.toString('base64') };
      },
    }),
    call('verify', 'Whether a signature is of a version of the key', {
      body: {
        data: Data,
        signature: base64(4096, 'Base64'),
        version: Version,
        ...SignOptions.properties,
      },
      output: Valid,
      run: async (ctx, id, { data, signature, version, ...options }) => ({
        valid: await keys.verifyWith(
          ctx,
          id,
          version,
          bytesOf('data', data),
          bytesOf('signature', signature),
          options,
        ),
      }),
    }),
    call('encrypt', 'Encrypt by the key itself; what is long goes into an envelope', {
      body: { data: Data },
      output: Type.Object({ version: Version, sealed: Out }),
      run: async (ctx, id, { data }) => presentSealed(await keys.encryptWith(ctx, id, bytesOf('data', data))),
    }),
    call('decrypt', 'Decrypt what the key encrypted, or what others encrypted with its public part', {
      body: {
        sealed: Sealed,
        version: Type.Optional(
          Type.Integer({
            ...Version,
            description:
              'With it, `sealed` is what others made with the public part of this version: C1‖C3‖C2 of SM2, OAEP with SHA-256 of RSA',
          }),
        ),
      },
      output: Type.Object({ version: Version, data: Out }),
      run: async (ctx, id, { sealed, version }) => {
        const bytes = bytesOf('sealed', sealed, frameBytes);
        return presentPlain(
          await (version === undefined
            ? keys.decryptWith(ctx, id, bytes)
            : keys.decryptForeign(ctx, id, version, bytes)),
        );
      },
    }),
    call('mac', 'The authentication code of bytes', {
      body: { data: Data },
      output: Type.Object({ version: Version, mac: Out }),
      run: async (ctx, id, { data }) => {
        const { version, code } = await keys.macWith(ctx, id, bytesOf('data', data));
        return { version, mac: code.toString('base64') };
      },
    }),
    call('mac-verify', 'Whether a code is that of a version of the key', {
      body: { data: Data, mac: base64(64, 'Base64'), version: Version },
      output: Valid,
      run: async (ctx, id, { data, mac, version }) => ({
        valid: await keys.verifyMacWith(ctx, id, version, bytesOf('data', data), bytesOf('mac', mac)),
      }),
    }),
    call('envelope', 'Encrypt under a fresh data key, which the key wraps', {
      body: { data: Data },
      output: Type.Object({ version: Version, sealed: Out }),
      run: async (ctx, id, { data }) =>
        presentSealed(await keys.envelopeWith(ctx, id, bytesOf('data', data))),
    }),
    call('open', 'Open an envelope', {
      body: { sealed: Sealed },
      output: Type.Object({ version: Version, data: Out }),
      run: async (ctx, id, { sealed }) =>
        presentPlain(await keys.openWith(ctx, id, bytesOf('sealed', sealed, frameBytes))),
    }),
    route({
      method: 'POST',
      url: '/api/v1/crypto/digest',
      summary: 'The digest of bytes',
      who,
      limit: callsAMinute,
      answer: 'secret',
      body: Type.Object({ algorithm: DigestName, data: Data }, closed),
      output: Type.Object({ digest: Out }),
      handler: async (ctx, { body }) => {
        await countCall(ctx);
        const { algorithm, data } = body;
        ctx.record({ action: 'crypto.digest', entity: 'crypto', entityId: '-', detail: { algorithm } });
        return { digest: digest(algorithm, bytesOf('data', data)).toString('base64') };
      },
    }),
  ];
}

interface Call<B extends Record<string, TSchema>> {
  body: B;
  output: TSchema;
  run(ctx: Context, id: string, body: Type.Static<Type.TObject<B>>): Promise<unknown>;
}

/** One operation with a key of the caller's agency. */
function call<const B extends Record<string, TSchema>>(
  operation: Operation,
  summary: string,
  { body: fields, output, run }: Call<B>,
): Route {
  return route({
    method: 'POST',
    url: `/api/v1/crypto/keys/:id/${operation}`,
    summary,
    who,
    limit: callsAMinute,
    answer: 'secret',
    params: Id,
    body: Type.Object(fields, closed),
    output,
    handler: async (ctx, { params, body, request }) => {
      await getOwnKey(ctx, who.posts, params.id);
      await countCall(ctx);
      try {
        return await run(ctx, params.id, body as Type.Static<Type.TObject<B>>);
      } catch (error) {
        return refused(ctx, operation, params.id, error, request);
      }
    },
  });
}

/** A refused call is kept as well: tries at ciphertexts count towards the quota and stand in the audit. */
function refused(ctx: Context, operation: Operation, id: string, error: unknown, request: FastifyRequest) {
  if (!(error instanceof DomainError) || error.entry.status >= 500) throw error;
  const { code, status } = error.entry;
  ctx.record({ action: `key.${operation}`, entity: 'cryptoKey', entityId: id, detail: { refused: code } });
  return answer(problemOf(error, request), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  });
}

/** Errors: `platform.invalid-input` for what is no Base64, `platform.too-large`. */
function bytesOf(field: string, text: string, beyond = 0): Buffer {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw platformErrors.invalidInput({}, [
      { path: `/${field}`, text: { zh: '不是 Base64 编码。', en: 'This is not Base64.' } },
    ]);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > mostBytes + beyond) throw platformErrors.tooLarge({ limit: '1 MiB' });
  return bytes;
}

function presentSealed({ version, sealed }: { version: number; sealed: Buffer }) {
  return { version, sealed: sealed.toString('base64') };
}

function presentPlain({ version, plain }: { version: number; plain: Buffer }) {
  return { version, data: plain.toString('base64') };
}
