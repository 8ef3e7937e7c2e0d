import Type from 'typebox';
import type { Catalogue } from '../../data/catalogue/index.ts';
import type { UnitOfWork } from '../../platform/context/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { closed, Id, Instant, Nullable } from './admin-schemas.ts';
import {
  askFreely,
  bodyOf,
  Found,
  getOwnQuestion,
  isAway,
  listOwnQuestions,
  noteQuestion,
  putQuestion,
  recordHolders,
  type FindCase,
} from './ask.ts';
import type { Channel } from './channel.ts';
import { listTypes } from './content.ts';
import { exchangeErrors } from './errors.ts';
import { Claim, Query, Verdict } from './exchange-routes.ts';
import { Ground } from './model.ts';
import { afterOf, pageOf } from './page.ts';
import { findUpper } from './upper-store.ts';

const base = '/api/v1/desk/upper-licences';
const who = { posts: ['clerk', 'reviewer', 'decider'] } as const;
/** Enough for a counter; holders cannot be gone through at this pace. */
const asksAMinute = 60;

interface Deps {
  unit: UnitOfWork;
  channel: Channel;
  catalogue: Catalogue;
  findCase: FindCase;
}

const { certificateIdentifier, certificateHolderCode, certificateTypeCode } = Query.properties;
const Question = Type.Object(
  {
    caseNumber: Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Of a case that the caller handles',
    }),
    basis: Ground.properties.basis,
    certificateIdentifier,
    certificateHolderCode,
    certificateTypeCode,
  },
  { ...closed, description: 'By identifier, or by holder and, if one likes, type' },
);

const AskedQuestion = Type.Object({
  id: Type.String({ format: 'uuid' }),
  at: Instant,
  caseNumber: Type.String(),
  kind: Type.Enum(['identifier', 'holder']),
  outcome: Nullable(
    Type.Enum(['found', 'nothing', 'away', 'refused'], {
      description: 'Null where no answer came',
    }),
  ),
  identifiers: Type.Array(Type.String(), { description: '电子证照标识 of what was found' }),
});

/**
 * What staff ask the upper level. A question is noted first and then put; it waits for the answer outside of every
 * transaction, so that an upper level that hangs holds nobody up here.
 */
export function askUpperRoutes({ unit, channel, catalogue, findCase }: Deps): Route[] {
  return [
    route({
      method: 'GET',
      url: base,
      summary: 'Whether the upper level can be asked for licences, and the types that are known here',
      who,
      output: Type.Object({
        upper: Nullable(
          Type.Object({
            name: Text,
            retryAt: Nullable(Type.String({ format: 'date-time', description: 'It is away until then' })),
          }),
        ),
        types: Type.Array(
          Type.Object({
            code: Type.String(),
            name: Text,
            fields: Type.Array(Type.Object({ name: Type.String(), label: Text })),
          }),
          { description: 'Other places may have others' },
        ),
      }),
      handler: async (ctx) => {
        const upper = await findUpper(ctx);
        return {
          upper: upper
            ? {
                name: upper.name,
                retryAt: isAway(upper, ctx.now) ? (upper.retryAt?.toISOString() ?? null) : null,
              }
            : null,
          types: (await listTypes(ctx)).map(({ code, name, fields }) => ({
            code,
            name,
            fields: fields.map(({ name: field, label }) => ({ name: field, label })),
          })),
        };
      },
    }),
    route({
      method: 'GET',
      url: `${base}/asks`,
      summary: 'What I asked the upper level, without what the answers said',
      who,
      query: pageQuery,
      output: cursorPage(AskedQuestion),
      handler: async (ctx, { query: { limit = 20, cursor } }) => {
        const rows = await listOwnQuestions(ctx, limit + 1, afterOf(cursor, 'string'));
        return pageOf(
          rows,
          limit,
          (row) => row.id,
          (row) => ({ ...row, at: row.at.toISOString() }),
        );
      },
    }),
    route({
      method: 'POST',
      url: `${base}/asks`,
      summary:
        'Note a question for the upper level about licences of other places, for a case and on a ground',
      who,
      purpose: 'needed',
      limit: asksAMinute,
      status: 201,
      body: Question,
      output: Id,
      handler: async (ctx, { body }) => ({ id: await noteQuestion(ctx, findCase, body) }),
    }),
    route({
      method: 'POST',
      url: `${base}/asks/:id/answer`,
      summary: 'Put a question of mine to the upper level, once; its holder can read who looked',
      who,
      limit: asksAMinute,
      // What licences say is not kept for a repeated command.
      answer: 'secret',
      params: Id,
      output: Found,
      prepare: ({ params }, actor) => putQuestion({ unit, channel }, (params as { id: string }).id, actor),
      handler: async (ctx, { params: { id }, prepared }) => {
        const asked = await getOwnQuestion(ctx, id);
        if (!prepared) throw exchangeErrors.asked();
        const found = bodyOf(prepared);
        await recordHolders(ctx, catalogue, asked, found);
        ctx.record({
          action: 'exchange.ask-answer',
          entity: 'exchangeAsk',
          entityId: id,
          detail: { found: found.items.length },
        });
        return found;
      },
    }),
    route({
      method: 'POST',
      url: `${base}/verify`,
      summary: 'Whether a licence of another place is as someone says, by the upper level',
      who,
      limit: asksAMinute,
      answer: 'secret',
      body: Claim,
      output: Verdict,
      prepare: ({ body }) =>
        askFreely<Type.Static<typeof Verdict>>({ unit, channel }, 'licences/verify', body as object),
      handler: async (ctx, { prepared }) => {
        ctx.record({
          action: 'exchange.ask-verify',
          entity: 'exchangeUpper',
          entityId: '-',
          detail: { outcome: prepared.kind },
        });
        return bodyOf(prepared);
      },
    }),
  ];
}
