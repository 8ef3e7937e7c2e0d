import type { FormSource } from '@quancheng/pack-sdk';
import Type from 'typebox';
import {
  answer,
  cursorPage,
  decodeCursor,
  encodeCursor,
  pageQuery,
  purposeQuery,
  route,
  sendsBytes,
  withPurpose,
  type Route,
} from '../../platform/http/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { Text } from '../../platform/text/index.ts';
import { validatorModule } from '../../work/forms/index.ts';
import { getCurrent } from '../../work/definitions/index.ts';
import { getItemVersion, getPublished, presentMaterials } from '../items/index.ts';
import { act } from './act.ts';
import { findApplicant, findApplicantOf } from './applicant.ts';
import { saveDraft, submit } from './apply.ts';
import { listColleagues } from './colleagues.ts';
import type { CaseDeps } from './deps.ts';
import { caseErrors } from './errors.ts';
import { findCaseReading, recordFetch } from './fetches.ts';
import { formAnswer } from './form-answer.ts';
import { verbs, type CaseRow } from './model.ts';
import { findNotice, noticePaper } from './notices.ts';
import {
  presentAnswer,
  presentCase,
  presentFiled,
  presentFiledRow,
  presentRow,
  recordListed,
} from './present.ts';
import { overviewRoute } from './overview.ts';
import { savedRoute } from './saved.ts';
import { listForPosts, listMine, type ListedRow } from './queue.ts';
import {
  CaseAnswer,
  CaseDetail,
  CaseSummary,
  CommandAnswer,
  NewCase,
  VerbBody,
  WindowPapers,
} from './schemas.ts';
import { findReadable, isClosedTo, lapsedAmong, standingOf } from './standing.ts';
import { findCase } from './store.ts';
import { verbRules } from './verbs.ts';
import { QueueFilters, viewRoutes } from './views.ts';
import { listWaiting } from './waiting.ts';
import { requireWindowPost, windowForm } from './window.ts';
import { statusWords, verbWords } from './words.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Code = Type.Object({ code: Type.String({ maxLength: 60 }) });

const CaseQuery = Type.Object({
  ...pageQuery.properties,
  scope: Type.Optional(Type.Enum(['mine', 'post', 'due'], { default: 'mine' })),
  mine: Type.Optional(Type.String({ maxLength: 5, description: 'Same as scope=mine' })),
  post: Type.Optional(Type.String({ maxLength: 5, description: 'Same as scope=post' })),
  due: Type.Optional(Type.String({ maxLength: 5, description: 'Same as scope=due' })),
  ...QueueFilters.properties,
});

export function caseRoutes(deps: CaseDeps): Route[] {
  return [
    formRoute(deps),
    windowFormRoute(deps),
    formSchemaRoute(),
    validatorRoute(),
    applyRoute(deps),
    listRoute(deps),
    overviewRoute(),
    savedRoute(),
    ...viewRoutes(),
    detailRoute(deps),
    colleaguesRoute(deps),
    verbRoute(deps),
    diagramRoute(deps),
    noticeRoute(),
  ];
}

function formRoute(deps: CaseDeps): Route {
  return route({
    method: 'GET',
    url: '/api/v1/items/:code/form',
    summary: 'The form of an item, filled with what the government holds',
    who: 'signedIn',
    purpose: 'optional',
    params: Code,
    query: Type.Object({
      onBehalfOf: Type.Optional(Type.String({ format: 'uuid' })),
      case: Type.Optional(
        Type.String({ format: 'uuid', description: 'A draft, or a case that is to be corrected' }),
      ),
    }),
    output: Type.Unknown({ description: 'Schema, prefilled values, sources, choices, materials' }),
    handler: async (ctx, { params, query }) => {
      const item = await getPublished(ctx, params.code);
      const applicant =
        query.case === undefined
          ? await findApplicant(ctx, deps, item, { onBehalfOf: query.onBehalfOf, channel: 'portal' })
          : await findApplicantOf(ctx, deps, item, await getCorrectable(ctx, item.code, query.case));
      return formAnswer(ctx, deps, item, applicant);
    },
  });
}

/** A case of an item whose form may be filled in anew. Errors: `case.not-found`, `case.verb-not-allowed`. */
async function getCorrectable(ctx: Context, itemCode: string, id: string): Promise<CaseRow> {
  const row = await findReadable(ctx, id);
  if (!row || row.itemCode !== itemCode) throw caseErrors.notFound();
  const { save, resubmit } = verbRules;
  if (![...save.in, ...resubmit.in].includes(row.status))
    throw caseErrors.verbNotAllowed({ status: statusWords[row.status].zh, verb: verbWords.resubmit.zh });
  return row;
}

function windowFormRoute(deps: CaseDeps): Route {
  return route({
    method: 'POST',
    url: '/api/v1/items/:code/form',
    summary: 'The form of an item, filled for someone who sits at the window',
    who: { posts: ['clerk'] },
    purpose: 'needed',
    limit: 60,
    params: Code,
    body: WindowPapers,
    output: Type.Unknown({
      description: 'As the GET: schema, prefilled values, sources, choices, materials',
    }),
    handler: async (ctx, { params, body }) =>
      windowForm(ctx, deps, await getPublished(ctx, params.code), body),
  });
}

function formSchemaRoute(): Route {
  return route({
    method: 'GET',
    url: '/api/v1/items/:code/form-schema',
    summary: 'The form of an item and its materials, with nothing filled in',
    who: 'anyone',
    params: Code,
    output: Type.Unknown({ description: 'Schema and materials' }),
    handler: async (ctx, { params }) => {
      const item = await getPublished(ctx, params.code);
      const { content, version } = await getCurrent<FormSource>(ctx, 'form', item.content.form);
      return { item: item.code, formVersion: version, schema: content, materials: presentMaterials(item) };
    },
  });
}

function validatorRoute(): Route {
  return route({
    method: 'GET',
    url: '/api/v1/items/:code/form/validator.js',
    summary: 'The checks of a form as a JavaScript module',
    who: 'anyone',
    params: Code,
    output: Type.Unknown({ description: 'text/javascript' }),
    handler: async (ctx, { params }) => {
      const item = await getPublished(ctx, params.code);
      const { content } = await getCurrent<FormSource>(ctx, 'form', item.content.form);
      return answer(validatorModule(content), {
        headers: { 'content-type': 'text/javascript; charset=utf-8' },
      });
    },
  });
}

function applyRoute(deps: CaseDeps): Route {
  return route({
    method: 'POST',
    url: '/api/v1/cases',
    summary: 'Hand in an application, or keep it as a draft',
    who: 'signedIn',
    atWindow: 'open',
    purpose: 'optional',
    body: NewCase,
    output: CaseAnswer,
    status: 201,
    handler: async (ctx, { body, request }) => {
      const channel = request.headers.authorization ? ('api' as const) : ('portal' as const);
      if (body.window) requireWindowPost(ctx, await getPublished(ctx, body.item));
      const application = { ...body, materials: body.materials ?? [], channel };
      const session = body.submit
        ? await submit(ctx, deps, application)
        : await saveDraft(ctx, deps, application);
      return presentAnswer(ctx, deps, session);
    },
  });
}

function listRoute(deps: CaseDeps): Route {
  return route({
    method: 'GET',
    url: '/api/v1/cases',
    summary: 'My cases, or those that my posts cover',
    who: 'signedIn',
    purpose: 'optional',
    query: CaseQuery,
    output: cursorPage(CaseSummary),
    handler: async (ctx, { query }) => {
      const limit = query.limit ?? 20;
      const scope =
        query.post !== undefined ? 'post' : query.due !== undefined ? 'due' : (query.scope ?? 'mine');
      if (scope === 'mine') {
        const rows = await listMine(ctx, limit + 1, query.cursor ?? null);
        const items = await presentMine(ctx, deps, rows.slice(0, limit));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      }
      const view = scope === 'due' ? 'due' : (query.view ?? 'todo');
      const cursor = query.cursor ? decodeCursor(query.cursor, 2) : null;
      const after = cursor && ([cursor[0] === null ? null : String(cursor[0]), String(cursor[1])] as const);
      const rows = await listForPosts(ctx, { ...query, view }, limit + 1, after);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const next =
        rows.length > limit && last ? encodeCursor([last.due?.toISOString() ?? null, last.id]) : null;
      if (ctx.purpose !== null) recordListed(ctx, page);
      return { items: await present(ctx, deps, page, ctx.purpose !== null), next };
    },
  });
}

/** One's own cases, and of those filed for someone whose mandate has ended no more than how they stand. */
async function presentMine(ctx: Context, deps: CaseDeps, rows: readonly ListedRow[]) {
  const lapsed = await lapsedAmong(ctx, rows);
  const waiting = await listWaiting(
    ctx,
    rows.map(({ id }) => id),
  );
  return Promise.all(
    rows.map(async (row) => {
      const item = await getItemVersion(ctx, row.itemVersionId);
      if (lapsed.has(row.id)) return presentFiledRow(ctx, deps, row, item);
      const shown = presentRow(ctx, deps, row, item, row.handlerName, true);
      return { ...shown, waiting: waiting.get(row.id) ?? null };
    }),
  );
}

function present(ctx: Context, deps: CaseDeps, rows: readonly ListedRow[], plain: boolean) {
  return Promise.all(
    rows.map(async (row) =>
      presentRow(ctx, deps, row, await getItemVersion(ctx, row.itemVersionId), row.handlerName, plain),
    ),
  );
}

function detailRoute(deps: CaseDeps): Route {
  return route({
    method: 'GET',
    url: '/api/v1/cases/:id',
    summary: 'A case with its timeline; staff send a purpose',
    who: 'signedIn',
    purpose: 'optional',
    params: Id,
    output: CaseDetail,
    handler: async (ctx, { params }) => {
      const row = await findCase(ctx, params.id);
      if (!row) throw caseErrors.notFound();
      const standing = await standingOf(ctx, row);
      if (isClosedTo(ctx, row, standing)) return presentFiled(ctx, deps, row);
      return presentCase(ctx, deps, row, standing);
    },
  });
}

function colleaguesRoute(deps: CaseDeps): Route {
  return route({
    method: 'GET',
    url: '/api/v1/cases/:id/colleagues',
    summary: 'To whom a case can be handed over, those with the least to do first; at most 50',
    who: 'staff',
    params: Id,
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          account: Type.String({ description: 'As the verb hand-over takes it' }),
          name: Type.String(),
          post: Text,
          open: Type.Integer({ description: 'Open cases that they have taken, counted up to 100' }),
        }),
      ),
    }),
    handler: async (ctx, { params }) => ({ items: await listColleagues(ctx, deps, params.id) }),
  });
}

function verbRoute(deps: CaseDeps): Route {
  return route({
    method: 'POST',
    url: '/api/v1/cases/:id/:verb',
    summary: 'Do something with a case; who may do what in which status is one table',
    who: 'signedIn',
    atWindow: 'open',
    purpose: 'optional',
    params: Type.Object({ id: Type.String({ format: 'uuid' }), verb: Type.Enum([...verbs]) }),
    body: VerbBody,
    output: CommandAnswer,
    handler: (ctx, { params, body, ifMatch }) =>
      act(ctx, deps, { caseId: params.id, verb: params.verb, ifMatch, body: body ?? {} }),
  });
}

function diagramRoute({ processes }: CaseDeps): Route {
  return route({
    method: 'GET',
    url: '/api/v1/cases/:id/diagrams',
    summary: 'The process of a case as BPMN, and where it stands',
    who: 'staff',
    params: Id,
    output: Type.Object({
      items: Type.Array(
        Type.Object({ processKey: Type.String(), xml: Type.String(), tokens: Type.Array(Type.String()) }),
      ),
    }),
    handler: async (ctx, { params }) => {
      const row = await findCase(ctx, params.id);
      if (!row) throw caseErrors.notFound();
      return { items: row.instanceId === null ? [] : await processes.getDiagrams(ctx, row.instanceId) };
    },
  });
}

function noticeRoute(): Route {
  return route({
    method: 'GET',
    url: '/api/v1/notices/:id/file',
    summary: 'A notice as PDF',
    who: 'signedIn',
    params: Id,
    query: purposeQuery,
    output: Type.Unknown({ description: 'application/pdf' }),
    handler: async (ctx, { params, query, request }) => {
      const notice = await findNotice(ctx, params.id);
      const reading = notice && (await findCaseReading(withPurpose(ctx, query), notice.caseId));
      if (!reading) throw caseErrors.notFound();
      if (sendsBytes(request)) recordFetch(reading, 'case-notice', notice.kind);
      return answer(Buffer.from(await noticePaper(notice)), {
        headers: {
          'content-type': 'application/pdf',
          'content-disposition': `inline; filename="notice-${notice.id}.pdf"`,
        },
      });
    },
  });
}
