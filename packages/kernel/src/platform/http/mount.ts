import './augment.ts';
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { isPurpose, type Actor, type Context, type PurposeCode, type UnitOfWork } from '../context/index.ts';
import { hold, sql } from '../database/index.ts';
import { DomainError, platformErrors } from '../errors/index.ts';
import { Answer } from './answer.ts';
import { presume } from '../publication/index.ts';
import { isOpenHere, mayCall } from './policy.ts';
import { Problem } from './problem.ts';
import type { Route, RouteInput } from './route.ts';

export interface Authenticated {
  actor: Actor;
  /** False when a command came by cookie without its CSRF token. */
  csrfOk: boolean;
  /** The token of what was published when it came, where that was read along. */
  published?: string;
}

/** Turns a request into its actor; the subject module implements it (session cookie or bearer token). */
export type Authenticate = (request: FastifyRequest) => Promise<Authenticated>;

/** Hears of someone signed in who was refused: by a door, or as if what they asked for did not exist. */
export type OnRefused = (refusal: {
  actor: Extract<Actor, { kind: 'account' }>;
  /** Method and pattern of the address. */
  route: string;
  code: string;
  requestId: string;
}) => Promise<void>;

/** Registers routes: door, purpose, idempotency and unit of work are the same for all of them. */
export function mountRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  deps: { unit: UnitOfWork; authenticate: Authenticate; onRefused?: OnRefused },
): void {
  for (const spec of routes) {
    app.route({
      method: spec.method,
      url: spec.url,
      ...limitOf(spec),
      schema: schemaOf(spec),
      handler: async (request, reply) => {
        const caller = await deps.authenticate(request);
        try {
          return respond(reply, spec, await answerOf(deps.unit, spec, request, caller));
        } catch (error) {
          await tellRefusal(deps.onRefused, spec, request, caller.actor, error);
          throw error;
        }
      },
    });
  }
}

async function answerOf(
  unit: UnitOfWork,
  spec: Route,
  request: FastifyRequest,
  { actor, csrfOk, published }: Authenticated,
): Promise<unknown> {
  const isCommand = spec.method !== 'GET';
  if (isCommand && !csrfOk) throw platformErrors.csrf();
  admit(spec, actor);
  if (isCommand && !spec.body) refuseFields(request.body);
  const purpose = purposeOf(spec, request);
  const key = isCommand && spec.answer !== 'secret' ? idempotencyKey(request) : null;
  const prepared = await spec.prepare?.(request, actor);
  return unit.run({ actor, purpose, requestId: request.id }, async (ctx) => {
    if (published !== undefined) presume(ctx, published);
    const run = () => spec.handler(ctx, inputOf(request, prepared));
    return key === null || actor.kind !== 'account'
      ? run()
      : once(ctx, actor.accountId, key, hashOf(request), spec, run);
  });
}

async function tellRefusal(
  onRefused: OnRefused | undefined,
  spec: Route,
  request: FastifyRequest,
  actor: Actor,
  error: unknown,
): Promise<void> {
  if (!onRefused || actor.kind !== 'account' || !(error instanceof DomainError)) return;
  const { status, code } = error.entry;
  if (status !== 403 && status !== 404) return;
  const told = onRefused({ actor, route: `${spec.method} ${spec.url}`, code, requestId: request.id });
  // What cannot be recorded must not turn a refusal into something else.
  await told.catch((failure: unknown) => request.log.error({ err: failure }, 'a refusal was not recorded'));
}

function limitOf(spec: Route): RouteShorthandOptions {
  return spec.limit ? { config: { rateLimit: { max: spec.limit, timeWindow: '1 minute' } } } : {};
}

function schemaOf(spec: Route): Record<string, unknown> {
  return {
    summary: spec.summary,
    tags: [spec.url.split('/')[3] ?? 'pages'],
    ...(spec.params ? { params: spec.params } : {}),
    ...(spec.query ? { querystring: spec.query } : {}),
    ...(spec.body ? { body: spec.body } : {}),
    response: { [spec.status ?? 200]: spec.output, '4xx': Problem, '5xx': Problem },
    security: spec.who === 'anyone' ? [] : [{ bearer: [] }, { session: [] }],
  };
}

function admit(spec: Route, actor: Actor): void {
  if (!isOpenHere(spec, actor)) throw platformErrors.notAtWindow();
  if (mayCall(spec.who, actor)) return;
  throw actor.kind === 'account' ? platformErrors.forbidden() : platformErrors.notSignedIn();
}

/** A command that takes no body takes no fields either: they would be dropped in silence. */
function refuseFields(body: unknown): void {
  const names = body !== null && typeof body === 'object' ? Object.keys(body) : [];
  if (names.length === 0) return;
  const text = { zh: '没有这一项，请删除。', en: 'must NOT have additional properties' };
  throw platformErrors.invalidInput(
    {},
    names.slice(0, 50).map((name) => ({ path: `/${name}`, text })),
  );
}

function purposeOf(spec: Route, request: FastifyRequest): PurposeCode | null {
  const code = request.headers['x-purpose'];
  if (typeof code === 'string' && isPurpose(code)) return code;
  if (spec.purpose === 'needed' || typeof code === 'string') throw platformErrors.purposeNeeded();
  return null;
}

function inputOf(request: FastifyRequest, prepared: unknown): RouteInput<never, never, never, never> {
  const match = /^(?:W\/)?"?(\d+)"?$/.exec(request.headers['if-match'] ?? '');
  return {
    body: request.body as never,
    params: request.params as never,
    query: request.query as never,
    prepared: prepared as never,
    ifMatch: match ? Number(match[1]) : null,
    request,
  };
}

function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return null;
  if (key.length > 200) throw platformErrors.invalidInput();
  return key;
}

function hashOf(request: FastifyRequest): string {
  const body = request.isMultipart?.() ? 'multipart' : JSON.stringify(request.body ?? null);
  return createHash('sha256').update(`${request.method} ${request.url}\n${body}`).digest('hex');
}

/**
 * Runs a command once a key: the row is written in the command's own transaction, so a second call
 * waits for the first and then finds either its answer or, if that one failed, nothing.
 */
async function once(
  ctx: Context,
  accountId: string,
  key: string,
  hash: string,
  spec: Route,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const inserted = await ctx.tx
    .insertInto('idempotencyKey')
    .values({ accountId, key, requestHash: hash, createdAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    const row = await ctx.tx
      .selectFrom('idempotencyKey')
      .select(['requestHash', 'status', 'answer'])
      .where('accountId', '=', accountId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    if (row.requestHash !== hash) throw platformErrors.idempotencyConflict();
    return new Answer(row.answer, row.status ?? spec.status, { 'idempotency-replayed': 'true' });
  }
  const result = await run();
  const body = result instanceof Answer ? result.body : result;
  const answered = ctx.tx
    .updateTable('idempotencyKey')
    .set({
      status: (result instanceof Answer ? result.status : undefined) ?? spec.status ?? 200,
      answer: sql`${JSON.stringify(body ?? null)}::jsonb`,
    })
    .where('accountId', '=', accountId)
    .where('key', '=', key);
  await hold(ctx.tx, answered);
  return result;
}

function respond(reply: FastifyReply, spec: Route, result: unknown): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (!(result instanceof Answer)) return reply.status(spec.status ?? 200).send(versioned(reply, result));
  reply.status(result.status ?? spec.status ?? 200);
  for (const [name, value] of Object.entries(result.headers)) reply.header(name, value);
  return reply.send(versioned(reply, result.body));
}

/** A body with a version also says it as an ETag, for `If-Match` on the next command. */
function versioned(reply: FastifyReply, body: unknown): unknown {
  if (body !== null && typeof body === 'object' && 'version' in body && typeof body.version === 'number') {
    reply.header('etag', `"${body.version}"`);
  }
  return body;
}
