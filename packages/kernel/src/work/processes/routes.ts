import Type from 'typebox';
import { platformErrors } from '../../platform/errors/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { checkFile, compileOwn, publishFile, type EditDeps } from './edit.ts';
import { findXml } from './store.ts';
import { tryProcess, type FindEnded } from './trial.ts';
import { listProcesses, listProcessVersions } from './versions.ts';

const who = { posts: ['admin'], reach: 'city' } as const;
const Instant = Type.String({ format: 'date-time' });
const Key = Type.Object({
  key: Type.String({ maxLength: 200, description: 'Id of the process in its file' }),
});
const xml = Type.String({ maxLength: 1_000_000, description: 'BPMN 2.0 with one executable process' });
const Names = Type.Array(Type.String(), { description: 'Names of activities as the file gives them' });
const End = Type.Union([Type.String(), Type.Null()], {
  description: 'Name of the end event; null where it comes to none',
});

const Line = Type.Object({
  id: Type.String(),
  key: Type.String({ description: 'Id of the process in its file' }),
  title: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
  pack: Type.String(),
  publishedAt: Instant,
});

const Version = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  pack: Type.String(),
  publishedAt: Instant,
  until: Type.Union([Instant, Type.Null()], {
    description: 'When the next version took its place; null for the one in force',
  }),
});

const Process = Type.Object({
  key: Type.String(),
  title: Type.String(),
  steps: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: Type.Enum(['user', 'service', 'rule', 'script', 'receive', 'subprocess', 'call']),
    }),
  ),
});

interface Deps extends EditDeps {
  findEnded: FindEnded;
}

/** BPMN processes as their administrator reads and changes them: checked, tried on ended cases, published. */
export function processAdminRoutes(deps: Deps): Route[] {
  return [...readingRoutes(), ...changingRoutes(deps)];
}

function readingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/processes',
      summary: 'Processes with the version in force of each',
      who,
      query: pageQuery,
      output: cursorPage(Line),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listProcesses(ctx, limit + 1, query.cursor ?? '');
        const items = rows.slice(0, limit);
        return {
          items: items.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() })),
          next: rows.length > limit ? (items.at(-1)?.key ?? null) : null,
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/processes/:key',
      summary: 'Versions of a process with their periods of force, newest first',
      who,
      params: Key,
      output: Type.Object({ items: Type.Array(Version) }),
      handler: async (ctx, { params }) => {
        const rows = await listProcessVersions(ctx, params.key);
        if (rows.length === 0) throw platformErrors.notFound();
        return {
          items: rows.map((row) => ({
            ...row,
            publishedAt: row.publishedAt.toISOString(),
            until: row.until?.toISOString() ?? null,
          })),
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/process-versions/:id',
      summary: 'The BPMN of one version',
      who,
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: Type.Object({ xml: Type.String() }),
      handler: async (ctx, { params }) => {
        const found = await findXml(ctx, params.id);
        if (found === undefined) throw platformErrors.notFound();
        return { xml: found };
      },
    }),
  ];
}

function changingRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/admin/processes/check',
      summary: 'What a BPMN file does, and what keeps it from being used; nothing is saved',
      who,
      body: Type.Object({ xml }, { additionalProperties: false }),
      output: Type.Object({
        process: Type.Union([Process, Type.Null()], { description: 'Null where the file cannot run' }),
        problems: Type.Array(Type.Object({ path: Type.String(), text: Text })),
      }),
      handler: (ctx, { body }) => checkFile(ctx, deps, body.xml),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/processes/:key/trial',
      summary: 'Which of the newest ended cases would have gone another way by a changed process',
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
            at: Instant,
            left: Names,
            added: Names,
            endBefore: End,
            endAfter: End,
            stopsAt: Type.Union([Type.String(), Type.Null()], {
              description: 'Name of the element where it would stop; null where it comes to an end',
            }),
          }),
        ),
        unrepeatable: Type.Array(Type.String(), {
          description:
            'Numbers of cases that went by events which are not repeated, so that they prove nothing',
        }),
      }),
      handler: async (ctx, { params, body }) => {
        const definition = await compileOwn(deps, params.key, body.xml);
        const asked = { key: params.key, definition, limit: body.limit ?? 100 };
        const report = await tryProcess(ctx, deps, asked);
        return { ...report, changed: report.changed.map((line) => ({ ...line, at: line.at.toISOString() })) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/processes/:key/versions',
      summary: 'Publish a BPMN file; If-Match is the version of the process that the editor began with',
      who,
      status: 201,
      params: Key,
      body: Type.Object({ xml }, { additionalProperties: false }),
      output: Type.Object({ key: Type.String(), version: Type.Integer(), changed: Type.Boolean() }),
      handler: (ctx, { params, body, ifMatch }) => publishFile(ctx, deps, params.key, ifMatch, body.xml),
    }),
  ];
}
