import Type from 'typebox';
import { DomainError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { expectNewest, getCurrent } from '../definitions/index.ts';
import { decisionErrors } from './errors.ts';
import type { Decisions } from './model.ts';
import { outlineOf } from './outline.ts';
import { compileFile } from './service.ts';
import { tryDecision, type FindRecorded } from './trial.ts';

const who = { posts: ['admin'], reach: 'city' } as const;
const Key = Type.Object({ key: Type.String({ maxLength: 200, description: 'Id of the decision' }) });
const xml = Type.String({ maxLength: 1_000_000, description: 'DMN 1.2 to 1.5' });
const Texts = Type.Array(Type.String());

const Outline = Type.Object({
  id: Type.String(),
  title: Type.String(),
  needs: Texts,
  table: Type.Union([
    Type.Object({
      hitPolicy: Type.String(),
      inputs: Texts,
      outputs: Texts,
      annotations: Texts,
      rules: Type.Array(
        Type.Object({ id: Type.String(), inputs: Texts, outputs: Texts, annotations: Texts }),
      ),
    }),
    Type.Null(),
  ]),
  expression: Type.Union([Type.String(), Type.Null()]),
});

const Outcome = Type.Union([Type.Object({ outcome: Type.String(), reasons: Texts }), Type.Null()], {
  description: 'Null where the answer is no ruling',
});

interface Deps {
  decisions: Decisions;
  findRecorded: FindRecorded;
}

/** Decisions as their administrator changes them: read, compiled, tried on decided cases, published. */
export function decisionAdminRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/admin/decisions/check',
      summary: 'What a DMN file says, and what keeps it from being used; nothing is saved',
      who,
      body: Type.Object({ xml }, { additionalProperties: false }),
      output: Type.Object({
        decisions: Type.Array(Outline),
        problems: Type.Array(Type.Object({ path: Type.String(), text: Text })),
      }),
      handler: async (ctx, { body }) => ({
        decisions: await outlineOf(body.xml),
        problems: await problemsOf(ctx, body.xml),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/decisions/:key/trial',
      summary: 'Which of the newest decided cases a changed decision would decide otherwise',
      who,
      purpose: 'needed',
      params: Key,
      body: Type.Object(
        { xml, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })) },
        { additionalProperties: false },
      ),
      output: Type.Object({
        tried: Type.Integer(),
        same: Type.Integer(),
        changed: Type.Array(
          Type.Object({
            number: Type.String({ description: 'Of the case' }),
            at: Type.String({ format: 'date-time' }),
            before: Outcome,
            after: Outcome,
          }),
        ),
        unrepeatable: Type.Array(Type.String(), {
          description: 'Numbers of cases whose data has changed since, so that they prove nothing',
        }),
      }),
      handler: async (ctx, { params, body }) => {
        const model = await compileFile(ctx, body.xml);
        const asked = { decision: params.key, model, limit: body.limit ?? 100 };
        const report = await tryDecision(ctx, deps, asked);
        return { ...report, changed: report.changed.map((line) => ({ ...line, at: line.at.toISOString() })) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/decisions/:key/versions',
      summary: 'Publish a DMN file; If-Match is the version of the decision that the editor began with',
      who,
      status: 201,
      params: Key,
      body: Type.Object({ xml }, { additionalProperties: false }),
      output: Type.Object({
        items: Type.Array(
          Type.Object({ key: Type.String(), version: Type.Integer(), changed: Type.Boolean() }),
        ),
      }),
      handler: (ctx, { params, body, ifMatch }) => publishFile(ctx, deps, params.key, ifMatch, body.xml),
    }),
  ];
}

async function problemsOf(ctx: Context, file: string) {
  try {
    await compileFile(ctx, file);
    return [];
  } catch (error) {
    if (error instanceof DomainError && error.entry.code === 'decision.refused') return error.fields;
    throw error;
  }
}

/** Cases handed in before keep the version of then. Errors: `decision.refused`, `decision.unknown-decision`. */
async function publishFile(ctx: Context, deps: Deps, key: string, seen: number | null, file: string) {
  await expectNewest(ctx, 'decision', key, seen);
  const { pack } = await getCurrent(ctx, 'decision', key);
  const { decisions } = await compileFile(ctx, file);
  // A file that left the decision out would leave its processes without it.
  if (!decisions.some(({ id }) => id === key)) throw decisionErrors.unknownDecision({ decision: key });
  return { items: await deps.decisions.publish(ctx, { pack, xml: file }) };
}
