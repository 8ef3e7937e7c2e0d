import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Actor, Context, PostRole } from '../context/index.ts';

/**
 * Who may call a route; rows are filtered further in SQL by the store. `reach: 'city'` is for what holds in the
 * whole city, such as its rules: a post of a district does not open it.
 */
export type Who =
  'anyone' | 'signedIn' | 'resident' | 'staff' | { posts: readonly PostRole[]; reach?: 'city' };

type In<S> = S extends TSchema ? Static<S> : undefined;

export interface RouteInput<B, P, Q, R> {
  body: B;
  params: P;
  query: Q;
  /** Version that the caller has seen (`If-Match`), if it sent one. */
  ifMatch: number | null;
  /** What `prepare` made. */
  prepared: R;
  /** For what the schema cannot carry: cookies, the address. */
  request: FastifyRequest;
}

/** A route reads as policy: who, what comes in, what goes out, what happens. */
export interface RouteSpec<B, P, Q, O, R> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  summary: string;
  who: Who;
  /**
   * Whether it opens to a resident who acts on the screen of a window. Unless said, what reads does and what changes
   * does not: how one signs in and who may act for one is changed by oneself alone.
   */
  atWindow?: 'open' | 'closed';
  /** Reads data of other people: the caller must send `X-Purpose`. */
  purpose?: 'needed' | 'optional';
  params?: P;
  query?: Q;
  body?: B;
  output: O;
  /** Status of success; 200 unless said. */
  status?: number;
  /** Requests a minute from one address or account; the server's default unless said. */
  limit?: number;
  /** The answer holds a secret: it is not kept for a repeated `Idempotency-Key`, so the command runs again. */
  answer?: 'secret';
  /**
   * Done before the transaction begins, for those whom the door lets in: what waits for others, such as a phone that
   * sends a file over a slow line, must not hold a connection to the database meanwhile.
   */
  prepare?: (request: FastifyRequest, actor: Actor) => Promise<R>;
  handler: (ctx: Context, input: RouteInput<In<B>, In<P>, In<Q>, R>) => Promise<unknown>;
}

export type Route = Omit<
  RouteSpec<TSchema, TSchema, TSchema, TSchema, unknown>,
  'handler' | 'params' | 'query' | 'body'
> & {
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  handler: (ctx: Context, input: RouteInput<never, never, never, never>) => Promise<unknown>;
};

/** Types a route by its schemas and forgets them again, so that routes of all shapes make one list. */
export function route<
  O extends TSchema,
  B extends TSchema | undefined = undefined,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  R = undefined,
>(spec: RouteSpec<B, P, Q, O, R>): Route {
  return spec as unknown as Route; // the schemas check at run time what the types forget here
}
