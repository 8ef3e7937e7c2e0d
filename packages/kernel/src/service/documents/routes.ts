import Type from 'typebox';
import { readUpload } from '../../platform/files/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { Authority } from '../../subject/authority/index.ts';
import { Trust, withTrust } from './trust.ts';
import type { Verifier } from './verifier.ts';

const limitMegabytes = 20;

const Check = Type.Object({
  name: Type.String({
    description:
      'references, dataHash, signature, sealSignature, sealInList, sealFile, timeStamp; beside the verdict: sealValidity, certificateValidity, trust, coverage; a PDF has no seal of its own to check',
  }),
  ok: Type.Boolean(),
  detail: Type.String({ description: 'What was found, in English' }),
  text: Text,
});

const Signature = Type.Object({
  id: Type.String({ description: 'As the document numbers it' }),
  verdict: Type.Enum(['valid', 'invalid']),
  checks: Type.Array(Check),
  references: Type.Array(Type.Object({ file: Type.String(), ok: Type.Boolean() }), {
    description: 'Files that the signature protects, and whether each is as it was signed',
  }),
  signedAt: Type.Optional(Type.String({ format: 'date-time', description: 'As the signer says' })),
  stampedAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'As a time stamp says that is signed as it should be' }),
  ),
  trust: Type.Optional(Trust),
  sealName: Type.Optional(Type.String()),
  signerName: Type.Optional(Type.String()),
  method: Type.Optional(Type.String({ description: 'Of the signature, as the document names it' })),
});

const DocumentVerification = Type.Object({
  kind: Type.Enum(['ofd', 'pdf']),
  verdict: Type.Enum(['valid', 'invalid', 'unsigned'], {
    description: 'Of integrity and signatures alone; whether the issuer is trusted is a check of its own',
  }),
  signatures: Type.Array(Signature),
});

interface Deps {
  verifier: Verifier;
  authority: Pick<Authority, 'judge'>;
}

/** Documents that anyone has in hand. */
export function documentRoutes({ verifier, authority }: Deps): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/documents/verify',
      summary: `Check the seals of an OFD or the signatures of a PDF: multipart field \`file\`, ${limitMegabytes} MB at most; nothing of it is kept`,
      who: 'anyone',
      limit: 20,
      output: DocumentVerification,
      prepare: async (request) => readUpload(request, limitMegabytes),
      handler: async (ctx, { prepared }) =>
        withTrust(ctx, authority, await verifier.verify(prepared.content, ctx.now)),
    }),
  ];
}
