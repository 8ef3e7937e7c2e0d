import type { FastifyRequest } from 'fastify';
import Type, { type TSchema } from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { fileAnswer, type Files } from '../../platform/files/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { admitLower } from './authenticate.ts';
import type { Lower } from './lower-store.ts';
import {
  exchangedStates,
  FileDigest,
  Ground,
  Identifier,
  LicenceMessage,
  mostMessages,
  Receipt,
  TypeEntry,
} from './model.ts';
import { receiveFile, receiveLicences, receiveTypes } from './receive.ts';
import { listHeldOf, lookUp, lookUpFile, summarise, verifyClaim } from './received.ts';

const who = { posts: ['system'] } as const;
const closed = { additionalProperties: false };
/** What bounds a program is its quota. */
const callsAMinute = 6000;
const heldPage = 1000;

export const Query = Type.Object(
  {
    certificateIdentifier: Type.Optional(Identifier),
    certificateHolderCode: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    certificateTypeCode: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    ground: Ground,
  },
  { ...closed, description: 'By identifier, or by holder and, if one likes, type' },
);
export type Query = Type.Static<typeof Query>;

export const Claim = Type.Object(
  {
    certificateIdentifier: Identifier,
    fileDigest: Type.Optional(FileDigest),
    fields: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String({ maxLength: 80 }), value: Type.String({ maxLength: 4000 }) },
          closed,
        ),
        {
          maxItems: 30,
          description: 'Members of the message, or names of its data, with what they are said to be',
        },
      ),
    ),
  },
  closed,
);

export const Verdict = Type.Object({
  match: Type.Boolean({ description: 'All of the claim is so' }),
  state: Type.Union([Type.Enum([...exchangedStates, 'expired']), Type.Null()], {
    description: 'Today; null where the claim does not match',
  }),
});

export const Summary = Type.Object({
  items: Type.Array(
    Type.Object({
      certificateTypeCode: Type.String(),
      count: Type.Integer(),
      digest: Type.String({
        description:
          'SHA-256 over `identifier version digest`, by commas, in the order of the identifiers’ octets',
      }),
    }),
  ),
});

export const Held = Type.Object({
  items: Type.Array(
    Type.Object({ certificateIdentifier: Type.String(), version: Type.Integer(), digest: Type.String() }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
});

/** What this installation answers to systems of lower levels, as the upper level. Each call is signed, counted and recorded. */
export function exchangeRoutes({ files }: { files: Files }): Route[] {
  return [
    call('types', 'Register the types of licences of a lower level', {
      body: Type.Object({ types: Type.Array(TypeEntry, { maxItems: 500 }) }, closed),
      output: Type.Object({ types: Type.Integer() }),
      run: async (ctx, lower, { types }) => {
        await receiveTypes(ctx, lower, types);
        return { types: types.length };
      },
    }),
    call('licences', 'Register licences and how they stand; a repeated message is answered as the first', {
      body: Type.Object(
        { messages: Type.Array(LicenceMessage, { minItems: 1, maxItems: mostMessages }) },
        closed,
      ),
      output: Type.Object({ receipts: Type.Array(Receipt) }),
      run: async (ctx, lower, { messages }) => ({ receipts: await receiveLicences(ctx, lower, messages) }),
    }),
    call('files', 'Hand over the file of a licence', {
      body: Type.Object(
        {
          fileDigest: FileDigest,
          content: Type.String({
            maxLength: 2_000_000,
            contentEncoding: 'base64',
            description: 'OFD, in Base64',
          }),
        },
        closed,
      ),
      output: Type.Object({ fileDigest: FileDigest }),
      run: async (ctx, lower, { fileDigest, content }) => {
        await receiveFile(ctx, files, lower, { digest: fileDigest, content: Buffer.from(content, 'base64') });
        return { fileDigest };
      },
    }),
    call('licences/query', 'Licences by identifier or holder, with a ground that is kept', {
      body: Query,
      output: Type.Object({ items: Type.Array(LicenceMessage) }),
      run: async (ctx, lower, query) => ({ items: await lookUp(ctx, lower, wantedOf(query), query.ground) }),
    }),
    call('licences/verify', 'Whether a licence is as someone says, and how it stands', {
      body: Claim,
      output: Verdict,
      run: (ctx, _lower, claim) => verifyClaim(ctx, claim),
    }),
    call('files/query', 'The file of a licence by its digest, with a ground that is kept', {
      body: Type.Object(
        { certificateIdentifier: Identifier, fileDigest: FileDigest, ground: Ground },
        closed,
      ),
      output: Type.Unsafe({ type: 'string', format: 'binary', description: 'The OFD file' }),
      run: async (ctx, lower, { certificateIdentifier, fileDigest, ground }) => {
        const wanted = { identifier: certificateIdentifier, digest: fileDigest };
        return fileAnswer(files, await files.get(ctx, await lookUpFile(ctx, lower, wanted, ground)));
      },
    }),
    call('summary', 'How many licences of each type there are from the lower level, and their digest', {
      body: Type.Object({}, closed),
      output: Summary,
      run: async (ctx, lower) => ({ items: await summarise(ctx, lower) }),
    }),
    call('summary/licences', 'Version and digest of each, a page', {
      body: Type.Object(
        {
          certificateTypeCode: Type.String({ minLength: 1, maxLength: 80 }),
          after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
        },
        closed,
      ),
      output: Held,
      run: async (ctx, lower, { certificateTypeCode: type, after = '' }) => {
        const items = await listHeldOf(ctx, lower, { type, after, limit: heldPage });
        return {
          items,
          next: items.length < heldPage ? null : (items.at(-1)?.certificateIdentifier ?? null),
        };
      },
    }),
  ];
}

/** Errors: `platform.invalid-input` for a query by nothing or by both. */
export function wantedOf({
  certificateIdentifier,
  certificateHolderCode,
  certificateTypeCode,
}: Pick<Query, 'certificateIdentifier' | 'certificateHolderCode' | 'certificateTypeCode'>) {
  if (certificateIdentifier !== undefined && certificateHolderCode === undefined)
    return { identifier: certificateIdentifier };
  if (certificateHolderCode !== undefined && certificateIdentifier === undefined)
    return {
      holder: certificateHolderCode,
      ...(certificateTypeCode === undefined ? {} : { type: certificateTypeCode }),
    };
  throw platformErrors.invalidInput({}, [
    {
      path: '/certificateIdentifier',
      text: {
        zh: '请给出电子证照标识或者持证主体代码，只给一个。',
        en: 'Give either an identifier or a holder.',
      },
    },
  ]);
}

interface Call<B extends TSchema> {
  body: B;
  output: TSchema;
  run(ctx: Context, lower: Lower, body: Type.Static<B>): Promise<unknown>;
}

function call<const B extends TSchema>(
  path: string,
  summary: string,
  { body: schema, output, run }: Call<B>,
): Route {
  return route({
    method: 'POST',
    url: `/exchange/v1/${path}`,
    summary,
    who,
    limit: callsAMinute,
    // A repeated message has an answer of its own; nothing of it is kept beside.
    answer: 'secret',
    body: schema as TSchema,
    output,
    handler: async (ctx, input: { body: unknown; request: FastifyRequest }) => {
      const lower = await admitLower(ctx, input.request);
      return run(ctx, lower, input.body as never);
    },
  });
}
