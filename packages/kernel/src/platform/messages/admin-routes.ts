import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../http/index.ts';
import { Text } from '../text/index.ts';
import { listDispatches } from './store.ts';
import { changeTemplate, listTemplates, resetTemplate } from './templates.ts';

const who = { posts: ['admin'], reach: 'city' } as const;
const Key = Type.Object({ key: Type.String({ maxLength: 100 }) });
const words = { title: Text, body: Text };

const Template = Type.Object({
  key: Type.String(),
  ...words,
  placeholders: Type.Array(Type.String(), { description: 'What may stand in braces' }),
  version: Type.Integer({ description: '0 while the words are those of the product; for If-Match' }),
});

const Sent = Type.Object({
  id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  channel: Type.String({ description: '`sms` or `mail`' }),
  to: Type.String({ description: 'Masked' }),
  state: Type.String({ description: '`open`, `sent` or `failed`' }),
});

/** Words of messages, and what left by SMS and mail without what it said. */
export function messageAdminRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/messages/templates',
      summary: 'Kinds of messages with their words',
      who,
      output: Type.Object({ items: Type.Array(Template) }),
      handler: async (ctx) => ({ items: await listTemplates(ctx) }),
    }),
    route({
      method: 'PATCH',
      url: '/api/v1/admin/messages/templates/:key',
      summary: 'Change the words of a kind of message',
      who,
      params: Key,
      body: Type.Object(words, { additionalProperties: false }),
      output: Template,
      handler: (ctx, { params, body, ifMatch }) => changeTemplate(ctx, params.key, ifMatch, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/messages/templates/:key/reset',
      summary: 'Use the words of the product again',
      who,
      params: Key,
      output: Template,
      handler: (ctx, { params }) => resetTemplate(ctx, params.key),
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/messages/sent',
      summary: 'What left by SMS and mail, without what it said, newest first',
      who,
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
      }),
      output: cursorPage(Sent),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listDispatches(ctx, limit + 1, query.cursor);
        const items = rows.slice(0, limit);
        return {
          items: items.map(({ id, channel, address, state, createdAt }) => ({
            id,
            channel,
            state,
            to: mask(address),
            at: createdAt.toISOString(),
          })),
          next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
        };
      },
    }),
  ];
}

/** Enough to tell two addresses apart, too little to reach anyone. */
function mask(address: string): string {
  const [name = '', host] = address.split('@');
  return host === undefined
    ? `${address.slice(0, 3)}****${address.slice(-2)}`
    : `${name.slice(0, 1)}***@${host}`;
}
