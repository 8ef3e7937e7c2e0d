import Type from 'typebox';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, platformErrors, type FieldProblem } from '../errors/index.ts';
import { Text } from '../text/index.ts';

/** RFC 9457 problem document; `text` and `remedy` say in both languages what happened and what to do. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'URN of the error code' }),
    title: Type.String({ description: 'What happened, in the language asked for' }),
    status: Type.Integer(),
    detail: Type.String({ description: 'What to do, in the language asked for' }),
    code: Type.String({ description: 'Row of contracts/errors.md' }),
    text: Text,
    remedy: Text,
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String({ description: 'JSON Pointer' }), text: Text })),
    ),
    requestId: Type.String(),
  },
  { description: 'Problem document (RFC 9457)' },
);

export function problemOf(error: DomainError, request: FastifyRequest): Record<string, unknown> {
  const english = prefersEnglish(request);
  return {
    type: `urn:quancheng:error:${error.entry.code}`,
    title: english ? error.text.en : error.text.zh,
    status: error.entry.status,
    detail: english ? error.remedy.en : error.remedy.zh,
    code: error.entry.code,
    text: error.text,
    remedy: error.remedy,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
    requestId: request.id,
  };
}

function prefersEnglish(request: FastifyRequest): boolean {
  return /^en\b/i.test(request.headers['accept-language'] ?? '');
}

/** Every error of a request ends here and becomes a problem document; unknown ones are logged whole. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | DomainError, request, reply) => {
    const known = toDomainError(error);
    if (known.entry.status >= 500)
      request.log.error({ err: error, code: known.entry.code }, 'request failed');
    // The message would repeat what the caller sent; a fault of our own still shows by its code and route.
    else if (isNoValue(error as FastifyError))
      request.log.warn(
        { sqlState: (error as FastifyError).code, route: request.routeOptions.url },
        'no such value',
      );
    return send(reply, request, known);
  });
  app.setNotFoundHandler((request, reply) => send(reply, request, platformErrors.notFound()));
}

function send(reply: FastifyReply, request: FastifyRequest, error: DomainError): FastifyReply {
  return reply
    .status(error.entry.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemOf(error, request));
}

function toDomainError(error: FastifyError | DomainError): DomainError {
  if (error instanceof DomainError) return error;
  if (error.validation) return platformErrors.invalidInput({}, validationProblems(error));
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.code === 'FST_REQ_FILE_TOO_LARGE') {
    return platformErrors.tooLarge({ limit: '20 MB' });
  }
  if (error.statusCode === 415) return platformErrors.unsupportedType();
  if (error.statusCode === 429) return platformErrors.tooManyRequests({ seconds: 60 });
  if (isNoValue(error)) return platformErrors.invalidInput();
  if (isUnavailable(error)) return platformErrors.unavailable();
  if (error.statusCode && error.statusCode < 500) return platformErrors.invalidInput();
  return platformErrors.internal();
}

/** U+0000 in a text, a forged cursor: what PostgreSQL cannot read as the type of its column comes from the caller. */
function isNoValue(error: FastifyError): boolean {
  return /^22(021|P05|P02|003|007|008)$/.test(error.code ?? '');
}

/** PostgreSQL gone, starting, stopping, held up or out of room, or a full disk: the caller may try again. */
function isUnavailable(error: FastifyError): boolean {
  return (
    /^(57P0[123]|57014|55P03|53\d\d\d|08\d\d\d|25006|ECONNREFUSED|ECONNRESET|EPIPE|ENOSPC|EDQUOT)$/.test(
      error.code ?? '',
    ) ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

function validationProblems(error: FastifyError): FieldProblem[] {
  return (error.validation ?? []).slice(0, 50).map((issue) => {
    const missing = issue.params['missingProperty'];
    const extra = issue.params['additionalProperty'];
    const name = typeof missing === 'string' ? missing : typeof extra === 'string' ? extra : null;
    const path = name === null ? issue.instancePath : `${issue.instancePath}/${name}`;
    return {
      path: path || '/',
      text: { zh: chineseOf(issue.keyword, issue.params), en: issue.message ?? 'not valid' },
    };
  });
}

function chineseOf(keyword: string, params: Record<string, unknown>): string {
  const limit = String(params['limit'] ?? '');
  const texts: Record<string, string> = {
    required: '请填写此项。',
    additionalProperties: '没有这一项，请删除。',
    type: '格式不对。',
    format: '格式不对。',
    enum: '请从给出的选项中选择。',
    const: '请确认此项。',
    minLength: `至少 ${limit} 个字。`,
    maxLength: `最多 ${limit} 个字。`,
    minimum: `不能小于 ${limit}。`,
    maximum: `不能大于 ${limit}。`,
    pattern: '格式不对，请检查。',
  };
  return texts[keyword] ?? '内容有误，请检查。';
}
