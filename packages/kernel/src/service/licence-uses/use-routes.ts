import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import Type from 'typebox';
import { asPerson, type Context } from '../../platform/context/index.ts';
import { fileAnswer, type Files } from '../../platform/files/index.ts';
import {
  cursorPage,
  pageQuery,
  purposeQuery,
  route,
  sendsBytes,
  withPurpose,
  type Route,
} from '../../platform/http/index.ts';
import { accountIdOf } from '../../subject/accounts/index.ts';
import { listCurrent } from '../../work/definitions/index.ts';
import {
  findLicence,
  holdersOf,
  recordFetch,
  type FindCaseReading,
  type LicencePapers,
  type LicenceRow,
} from '../licences/index.ts';
import { answerUseDispute, listUseDisputes } from './disputes.ts';
import { licenceUseErrors } from './errors.ts';
import { GroundModel, UseAnswer, UseByCode, UseByGrant, UseByLaw, UseModel } from './model.ts';
import { agenciesOf, usingRoles } from './parties.ts';
import { takePaper } from './papers.ts';
import { namedFields, presentUse } from './present.ts';
import { findUse, listUsesBy } from './store.ts';
import { useByCode, useByGrant, useByLaw, type UseDeps } from './use.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const users = { posts: usingRoles } as const;
/** Enough for a counter; codes cannot be tried at this pace, and numbers not be gone through. */
const usesAMinute = 60;

interface Deps extends UseDeps {
  files: Files;
  papers: LicencePapers;
  /** As whom the caller reads a case. */
  findCaseReading: FindCaseReading;
}

const UseDispute = Type.Object({
  id: Type.String({ format: 'uuid' }),
  record: Type.String({ description: 'Number of the record of the use' }),
  at: Type.String({ format: 'date-time', description: 'When it was used' }),
  matter: Type.String(),
  by: Type.Union([Type.String(), Type.Null()], { description: 'The colleague who used it' }),
  reason: Type.String({ description: 'As the holder wrote it' }),
  createdAt: Type.String({ format: 'date-time' }),
});

/** How others than its holder use a licence. */
export function licenceUseRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/licence-uses/by-grant',
      summary: 'Use a licence that its holder granted to my agency, or to a company that I act for',
      who: 'signedIn',
      limit: usesAMinute,
      body: UseByGrant,
      output: UseAnswer,
      status: 201,
      handler: (ctx, { body }) => useByGrant(ctx, deps, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/licence-uses/by-code',
      summary: 'Use a licence by the code that its holder shows',
      who: 'signedIn',
      limit: usesAMinute,
      body: UseByCode,
      output: UseAnswer,
      status: 201,
      handler: (ctx, { body }) => useByCode(ctx, deps, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/licence-uses/by-law',
      summary: 'Use a licence on a ground of law that its type names for my agency',
      who: users,
      limit: usesAMinute,
      body: UseByLaw,
      output: UseAnswer,
      status: 201,
      handler: (ctx, { body }) => useByLaw(ctx, deps, body),
    }),
    route({
      method: 'GET',
      url: '/api/v1/licence-uses/:id/file',
      summary:
        'The sealed PDF of a licence that a case took as material, or that I took by a code for the paper',
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
      url: '/api/v1/licence-uses/:id/ofd',
      summary: 'The same as OFD (GB/T 33190)',
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
      url: '/api/v1/desk/licence-uses/grounds',
      summary: 'Grounds of law on which my agency uses licences',
      who: users,
      output: Type.Object({ items: Type.Array(GroundModel) }),
      handler: async (ctx) => ({ items: await listGrounds(ctx) }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/licence-uses',
      summary: 'The licences that I used, without what they showed',
      who: users,
      query: pageQuery,
      output: cursorPage(UseModel),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listUsesBy(ctx, accountIdOf(ctx), limit + 1, query.cursor ?? null);
        const items = await Promise.all(
          rows.slice(0, limit).map(async (row) => ({ ...(await presentUse(ctx, row)), dispute: null })),
        );
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/licence-uses/disputes',
      summary: 'Uses that their holders dispute, for my section to answer',
      who: { posts: ['head'] },
      query: pageQuery,
      output: cursorPage(UseDispute),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listUseDisputes(ctx, limit + 1, query.cursor ?? null);
        const items = rows.slice(0, limit).map(({ at, createdAt, ...row }) => ({
          ...row,
          at: at.toISOString(),
          createdAt: createdAt.toISOString(),
        }));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/licence-uses/:id/answer',
      summary: 'Answer a disputed use; its holder is told',
      who: { posts: ['head'] },
      params: Id,
      body: Type.Object(
        { answer: Type.String({ minLength: 2, maxLength: 1000, pattern: '\\S' }) },
        { additionalProperties: false },
      ),
      output: Id,
      handler: async (ctx, { params, body }) => {
        await answerUseDispute(ctx, params.id, body.answer);
        return params;
      },
    }),
  ];
}

/** The licence of a use whose paper the caller fetches; each fetch is a look that its holder reads. */
async function getFetched(ctx: Context, deps: Deps, id: string, request: { method: string }) {
  const { licence, as, readCase } = await getReading(ctx, deps, id);
  if (sendsBytes(request)) recordFetch(as, licence, { resource: 'licence-paper' }, readCase);
  return licence;
}

interface Reading {
  licence: LicenceRow;
  /** As whom the caller reads it. */
  as: Context;
  readCase?: { id: string; number: string };
}

/** As a case took it, for the holder and for those who see the case; or as a code for the paper gave it. */
async function getReading(ctx: Context, { findCaseReading }: Deps, id: string): Promise<Reading> {
  const use = await findUse(ctx, id);
  if (use?.paper) return { licence: await takePaper(ctx, use), as: { ...ctx, purpose: 'licence-use' } };
  if (use?.ground !== 'case' || use.caseId === null) throw licenceUseErrors.noUse();
  const isHolder = (await holdersOf(ctx)).includes(use.holderId);
  const byCase = isHolder ? undefined : await findCaseReading(ctx, use.caseId);
  if (!isHolder && !byCase) throw licenceUseErrors.noUse();
  const licence = await findLicence(ctx, use.licenceId);
  if (!licence) throw licenceUseErrors.noUse();
  const readCase = { id: use.caseId, number: use.caseNumber ?? '' };
  return { licence, as: byCase?.as ?? asPerson(ctx, 'form-filling'), readCase };
}

/** Lawful uses of the caller's agencies, by the licence types as they stand. */
async function listGrounds(ctx: Context) {
  const slugs = (await agenciesOf(ctx)).map(({ slug }) => slug);
  const types = await listCurrent<LicenceTypeSource>(ctx, 'licenceType', { limit: 1000 });
  return types.flatMap(({ content }) =>
    (content.lawfulUses ?? [])
      .filter(({ agencies }) => agencies.some((slug) => slugs.includes(slug)))
      .map(({ id, law, fields }) => ({
        id,
        type: content.code,
        typeName: content.name,
        law,
        fields: namedFields(content, fields),
      })),
  );
}
