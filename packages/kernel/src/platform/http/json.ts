import type { FastifyInstance } from 'fastify';
import secureJsonParse from 'secure-json-parse';
import { platformErrors } from '../errors/index.ts';

const maxDepth = 64;

/** JSON bodies, refused when nested so deeply that validating or storing them would exhaust the stack. */
export function registerJsonParser(app: FastifyInstance): void {
  // A page of another site may send plain text without asking first; no command reads it.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'string' },
    (_request, body, done) => {
      const text = String(body);
      if (text.trim() === '') return done(null, {});
      if (depthOf(text) > maxDepth) return done(platformErrors.tooDeep({ limit: maxDepth }));
      try {
        done(null, secureJsonParse.parse(text));
      } catch {
        done(
          platformErrors.invalidInput({}, [
            { path: '/', text: { zh: '请求内容不是有效的 JSON。', en: 'The body is not valid JSON.' } },
          ]),
        );
      }
    },
  );
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 92) i += 1;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) deepest = Math.max(deepest, ++depth);
    else if (char === 125 || char === 93) depth -= 1;
  }
  return deepest;
}
