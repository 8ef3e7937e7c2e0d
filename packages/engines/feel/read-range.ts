import { FeelSyntaxError, type Node } from './ast.ts';
import { constantOf } from './constants.ts';
import { compare } from './compare.ts';
import { parseExpression } from './parse.ts';
import { makeRange } from './ranges.ts';
import { readTemporalCall, temporalCalls } from './read-temporal.ts';
import { typeName, type FeelRange, type FeelValue } from './values.ts';

/**
 * Reads `[1..3]`, `(1..)` and the like (DMN 1.5 §10.3.4.1): ends are literals, or calls of date and time
 * functions with literal text. Null where the text is no range, or its ends are not in order.
 */
export function parseRange(text: string): FeelRange | null {
  const match = /^\s*([[(\]])([\s\S]*)([\])[])\s*$/.exec(text);
  const at = match?.[2]?.indexOf('..') ?? -1;
  if (!match || at < 0) return null;
  const [, open, body = '', close] = match;
  const start = readEnd(body.slice(0, at));
  const end = readEnd(body.slice(at + 2));
  if (start === undefined || end === undefined || (start === null && end === null)) return null;
  const startIncluded = open === '[';
  const endIncluded = close === ']';
  // An open side includes nothing.
  if ((start === null && startIncluded) || (end === null && endIncluded)) return null;
  if (start !== null && end !== null) {
    const order = typeName(start) === typeName(end) ? compare(start, end) : null;
    if (order === null || order > 0) return null;
  }
  return makeRange(start, startIncluded, end, endIncluded);
}

/** Null for an end left out, `undefined` for one that cannot be read. */
function readEnd(source: string): FeelValue | undefined {
  if (source.trim() === '') return null;
  try {
    const node = parseExpression(source, temporalCalls);
    const value = constantOf(node) ?? temporalCall(node);
    return value ?? undefined;
  } catch (error) {
    if (error instanceof FeelSyntaxError) return undefined;
    throw error;
  }
}

function temporalCall(node: Node): FeelValue {
  const [arg] = node.kind === 'call' ? node.args : [];
  if (
    node.kind !== 'call' ||
    node.callee.kind !== 'name' ||
    node.args.length !== 1 ||
    arg?.kind !== 'literal'
  )
    return null;
  return typeof arg.value === 'string' ? readTemporalCall(node.callee.name, arg.value) : null;
}
