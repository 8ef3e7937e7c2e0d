import Type from 'typebox';
import { fileAnswer, type Files } from '../../platform/files/index.ts';
import {
  answer,
  cursorPage,
  pageQuery,
  purposeQuery,
  route,
  sendsBytes,
  withPurpose,
  type Route,
} from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { asPerson, type Context } from '../../platform/context/index.ts';
import { licenceDeskRoutes } from './desk-routes.ts';
import { licenceMergeRoutes } from './merge-routes.ts';
import { findMergedInto } from './merge-store.ts';
import { licenceErrors } from './errors.ts';
import { holdersOf } from './holders.ts';
import { recordFetch, recordLook, type FindCaseReading } from './look.ts';
import type { LicencePapers } from './paper.ts';
import {
  LicenceDetail,
  LicenceHistory,
  presentHistory,
  presentLicence,
  presentVerification,
  Verification,
} from './present.ts';
import { changePaper } from './change-words.ts';
import {
  findByVerifyCode,
  findChange,
  findDecidable,
  findLicence,
  listHeld,
  type LicenceRow,
} from './store.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });

const VerificationWithMerge = Type.Object(
  {
    ...Verification.properties,
    mergedInto: Type.Union([Type.Object({ number: Type.String(), typeName: Text }), Type.Null()], {
      description: 'The licence that it went into, whose own code is checked instead',
    }),
  },
  { description: 'What anyone may learn of a licence by its code' },
);

interface Deps {
  files: Files;
  papers: LicencePapers;
  origin: string;
  /** As whom the caller reads the case that issued a licence. */
  findCaseReading: FindCaseReading;
}

export function licenceRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/licences',
      summary: 'My licences, and those of whom I act for',
      who: 'resident',
      query: pageQuery,
      output: cursorPage(LicenceDetail),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listHeld(ctx, await holdersOf(ctx), limit + 1, query.cursor ?? null);
        const page = rows.slice(0, limit);
        const items = await Promise.all(page.map((row) => presentLicence(ctx, row, deps.origin)));
        return { items, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id',
      summary: 'A licence of mine, or of a case that I handle',
      who: 'signedIn',
      params: Id,
      output: LicenceDetail,
      handler: async (ctx, { params }) =>
        presentLicence(ctx, await getSeen(ctx, deps, params.id), deps.origin),
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id/file',
      summary: 'The PDF of a licence',
      who: 'signedIn',
      params: Id,
      query: purposeQuery,
      output: Type.Unknown({ description: 'application/pdf' }),
      handler: async (ctx, { params, query, request }) => {
        const licence = await getFetched(withPurpose(ctx, query), deps, params.id, request);
        return fileAnswer(deps.files, await deps.papers.fileOf(ctx, licence, 'pdf'));
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id/ofd',
      summary: 'The OFD of a licence (GB/T 33190)',
      who: 'signedIn',
      params: Id,
      query: purposeQuery,
      output: Type.Unknown({ description: 'application/ofd' }),
      handler: async (ctx, { params, query, request }) => {
        const licence = await getFetched(withPurpose(ctx, query), deps, params.id, request);
        return fileAnswer(deps.files, await deps.papers.fileOf(ctx, licence, 'ofd'));
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id/picture',
      summary: 'A licence as it looks, without its seal',
      who: 'signedIn',
      params: Id,
      query: purposeQuery,
      output: Type.Unknown({ description: 'image/svg+xml' }),
      handler: async (ctx, { params, query, request }) => {
        const licence = await getFetched(withPurpose(ctx, query), deps, params.id, request);
        return answer(Buffer.from(await deps.papers.pictureOf(ctx, licence)), {
          headers: { 'content-type': 'image/svg+xml' },
        });
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id/history',
      summary: 'What became of a licence and of its other editions',
      who: 'signedIn',
      params: Id,
      output: LicenceHistory,
      handler: async (ctx, { params }) => presentHistory(ctx, await getSeen(ctx, deps, params.id)),
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id/changes/:change/notice',
      summary: 'The notice by which a licence was revoked or suspended, as PDF',
      who: 'signedIn',
      params: Type.Object({ ...Id.properties, change: Type.String({ format: 'uuid' }) }),
      query: purposeQuery,
      output: Type.Unknown({ description: 'application/pdf' }),
      handler: async (ctx, { params, query, request }) => {
        const { licence, as, readCase } = await getReading(withPurpose(ctx, query), deps, params.id);
        const change = await findChange(ctx, params.change);
        if (change?.licenceId !== licence.id) throw licenceErrors.noNotice();
        if (sendsBytes(request))
          recordFetch(as, licence, { resource: 'licence-notice', kind: change.kind }, readCase);
        return answer(Buffer.from(await changePaper(ctx, licence, change)), {
          headers: {
            'content-type': 'application/pdf',
            'content-disposition': `inline; filename="notice-${licence.number}.pdf"`,
          },
        });
      },
    }),
    ...licenceDeskRoutes(deps),
    ...licenceMergeRoutes(deps),
  ];
}

/** The public check of a code; anyone may, so little is shown and guessing is slowed down. */
export function verifyRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/verify/:code',
      summary: 'Check a licence by its code',
      who: 'anyone',
      limit: 60,
      params: Type.Object({ code: Type.String({ maxLength: 40 }) }),
      output: VerificationWithMerge,
      handler: (ctx, { params }) => verify(ctx, params.code),
    }),
  ];
}

export async function verify(ctx: Context, given: string) {
  const code = given.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const licence = await findByVerifyCode(ctx, code);
  if (!licence) throw licenceErrors.unknownCode({ code: given });
  const into = await findMergedInto(ctx, licence);
  return { ...(await presentVerification(ctx, licence)), mergedInto: into ?? null };
}

/** One's own, that of a case one handles, or one that one's post decides on; anyone else's look is recorded. */
async function getSeen(ctx: Context, deps: Deps, id: string): Promise<LicenceRow> {
  const { licence, as, side } = await getReading(ctx, deps, id);
  if (side === 'others') await recordLook(as, licence, 'supervision');
  return licence;
}

/** The same, to fetch its paper: also whoever acts for the holder is recorded then. */
async function getFetched(ctx: Context, deps: Deps, id: string, request: { method: string }) {
  const { licence, as, readCase } = await getReading(ctx, deps, id);
  if (sendsBytes(request)) recordFetch(as, licence, { resource: 'licence-paper' }, readCase);
  return licence;
}

/** As whom someone reads a licence. */
interface Reading {
  licence: LicenceRow;
  as: Context;
  side: 'holder' | 'others';
  /** Of the case by which they do. */
  readCase?: { id: string; number: string };
}

async function getReading(ctx: Context, deps: Deps, id: string): Promise<Reading> {
  const licence = await findLicence(ctx, id);
  if (!licence) throw licenceErrors.notFound();
  if ((await holdersOf(ctx)).includes(licence.holderId))
    return { licence, as: asPerson(ctx, 'form-filling'), side: 'holder' };
  const byCase = licence.caseId === null ? undefined : await deps.findCaseReading(ctx, licence.caseId);
  if (byCase) return { licence, as: byCase.as, side: 'others', readCase: byCase.row };
  if (await findDecidable(ctx, { id }))
    return { licence, as: { ...ctx, purpose: ctx.purpose ?? 'supervision' }, side: 'others' };
  throw licenceErrors.notFound();
}
