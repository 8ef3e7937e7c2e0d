import Type, { type Static } from 'typebox';
import { purposes, type Context } from '../context/index.ts';

const given = purposes.filter(({ by }) => by === 'staff').map(({ code }) => code);

/** A link of a page cannot send `X-Purpose`: where papers are fetched, its address may say the purpose instead. */
export const purposeQuery = Type.Object({
  purpose: Type.Optional(
    Type.Enum(given, {
      description: 'Of an official, where `X-Purpose` says none; the usual one unless said',
    }),
  ),
});

/** The unit of work under the purpose of its request: that of the header, or else of the address. */
export function withPurpose(ctx: Context, { purpose }: Static<typeof purposeQuery>): Context {
  return { ...ctx, purpose: ctx.purpose ?? purpose ?? null };
}

/** A `HEAD` gives away nothing but what the page that named the paper has shown: only bytes that leave are a look. */
export function sendsBytes({ method }: { method: string }): boolean {
  return method !== 'HEAD';
}
