import Type from 'typebox';
import { platformErrors } from '../../platform/errors/index.ts';
import {
  cursorPage,
  decodeCursor,
  encodeCursor,
  pageQuery,
  route,
  type Route,
} from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { answerRating, listOpenRatings } from './store.ts';

const OpenRating = Type.Object({
  caseId: Type.String(),
  number: Type.String(),
  itemTitle: Text,
  stars: Type.Integer(),
  indices: Type.Array(Type.String()),
  comment: Type.String(),
  due: Type.String({ format: 'date-time' }),
  createdAt: Type.String({ format: 'date-time' }),
});

/** Named bad ratings are called back and mended within their limit. */
export function ratingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/ratings/open',
      summary: 'Bad ratings that wait for a call back',
      who: 'staff',
      query: pageQuery,
      output: cursorPage(OpenRating),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const cursor = query.cursor ? decodeCursor(query.cursor, 2) : null;
        const rows = await listOpenRatings(ctx, limit + 1, cursor && [String(cursor[0]), String(cursor[1])]);
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        const items = page.map(({ due, createdAt, ...row }) => ({
          ...row,
          due: due.toISOString(),
          createdAt: createdAt.toISOString(),
        }));
        return {
          items,
          next: rows.length > limit && last ? encodeCursor([last.due.toISOString(), last.caseId]) : null,
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/ratings/:caseId/answer',
      summary: 'Close a bad rating with what was said and mended',
      who: { posts: ['clerk', 'reviewer', 'decider', 'head'] },
      purpose: 'optional',
      params: Type.Object({ caseId: Type.String({ format: 'uuid' }) }),
      body: Type.Object(
        { answer: Type.String({ minLength: 2, maxLength: 1000 }) },
        { additionalProperties: false },
      ),
      output: Type.Object({ caseId: Type.String() }),
      handler: async (ctx, { params, body }) => {
        if (!(await answerRating(ctx, params.caseId, body.answer))) throw platformErrors.notFound();
        ctx.record({ action: 'rating.answer', entity: 'case', entityId: params.caseId });
        return { caseId: params.caseId };
      },
    }),
  ];
}
