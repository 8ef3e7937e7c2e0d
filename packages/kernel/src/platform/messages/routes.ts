import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../http/index.ts';
import type { Actor } from '../context/index.ts';
import { platformErrors } from '../errors/index.ts';
import { Text } from '../text/index.ts';
import { listDispatches, listMessages, markRead } from './store.ts';

const Message = Type.Object({
  id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  title: Text,
  body: Text,
  caseId: Type.Union([Type.String(), Type.Null()]),
  read: Type.Boolean(),
});

const Dispatch = Type.Object({
  id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  channel: Type.String({ description: '`sms` or `mail`' }),
  to: Type.String(),
  text: Type.String(),
  state: Type.String({ description: '`open`, `sent` or `failed`' }),
});

/** The inbox; with the demo on, also what would have left by SMS and mail. */
export function messageRoutes(options: { demo: boolean }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/messages',
      summary: 'My inbox',
      who: 'signedIn',
      query: pageQuery,
      output: cursorPage(Message),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listMessages(ctx, accountOf(ctx.actor), limit + 1, query.cursor);
        const items = rows.slice(0, limit).map((row) => ({
          id: row.id,
          at: row.createdAt.toISOString(),
          title: { zh: row.titleZh, en: row.titleEn },
          body: { zh: row.bodyZh, en: row.bodyEn },
          caseId: row.caseId,
          read: row.readAt !== null,
        }));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/messages/:id/read',
      summary: 'Mark a message as read',
      who: 'signedIn',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: Type.Object({ id: Type.String() }),
      handler: async (ctx, { params }) => {
        await markRead(ctx, accountOf(ctx.actor), params.id);
        return { id: params.id };
      },
    }),
    ...(options.demo ? [dispatchRoute()] : []),
  ];
}

function dispatchRoute(): Route {
  return route({
    method: 'GET',
    url: '/api/v1/demo/dispatches',
    summary: 'What would leave by SMS and mail (demo only)',
    who: 'staff',
    query: pageQuery,
    output: cursorPage(Dispatch),
    handler: async (ctx, { query }) => {
      const limit = query.limit ?? 20;
      const rows = await listDispatches(ctx, limit + 1, query.cursor);
      const items = rows.slice(0, limit).map((row) => ({
        id: row.id,
        at: row.createdAt.toISOString(),
        channel: row.channel,
        to: row.address,
        text: row.text,
        state: row.state,
      }));
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
  });
}

function accountOf(actor: Actor): string {
  if (actor.kind !== 'account') throw platformErrors.notSignedIn();
  return actor.accountId;
}
