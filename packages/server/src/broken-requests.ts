import type { Socket } from 'node:net';
import { defineErrors, type DomainError } from '@quancheng/kernel/platform/errors';
import { newId } from '@quancheng/kernel/platform/ids';

const requestErrors = defineErrors('request', {
  malformed: {
    status: 400,
    zh: '请求不符合 HTTP 格式。',
    en: 'The request is not well-formed HTTP.',
    remedyZh: '请检查请求行和请求头；地址中的中文等字符要用百分号编码。',
    remedyEn:
      'Check its first line and headers; characters such as Chinese must be percent-encoded in a URL.',
  },
  timeout: {
    status: 408,
    zh: '请求没有在规定时间内发完。',
    en: 'The request did not arrive in time.',
    remedyZh: '请检查网络后重试。',
    remedyEn: 'Check the network and try again.',
  },
  headersTooLarge: {
    status: 431,
    zh: '请求头过大。',
    en: 'The headers of the request are too large.',
    remedyZh: '请清除本站的 Cookie，或缩短地址后重试。',
    remedyEn: 'Clear the cookies of this site or shorten the address, then try again.',
  },
});

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/**
 * Answers what Node could not read as a request, and so no route can, with a problem document all the same.
 * Nothing of the request is repeated: whose it was is unknown.
 */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy();
  const problem = problemOf(error.code ?? '');
  const body = JSON.stringify({
    type: `urn:quancheng:error:${problem.entry.code}`,
    title: problem.text.zh,
    status: problem.entry.status,
    detail: problem.remedy.zh,
    code: problem.entry.code,
    text: problem.text,
    remedy: problem.remedy,
    requestId: newId(),
  });
  const head = [
    `HTTP/1.1 ${problem.entry.status} ${reasons[problem.entry.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function problemOf(code: string): DomainError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestErrors.timeout();
  if (code === 'HPE_HEADER_OVERFLOW') return requestErrors.headersTooLarge();
  return requestErrors.malformed();
}
