import { hasOwn } from './values.ts';
import { FeelSyntaxError, type Iterator_, type Node, type Test, type TypeNode } from './ast.ts';
import { isKeyword, Scanner } from './scan.ts';

/** Parses an expression; `names` are the variables in scope, which may hold spaces. */
export function parseExpression(source: string, names: Iterable<string>): Node {
  const parser = new Parser(source, names);
  const node = parser.expression();
  parser.end();
  return node;
}

/** Parses unary tests, as in a cell of a decision table; `null` is the test that always holds (`-`). */
export function parseUnaryTests(
  source: string,
  names: Iterable<string>,
): { tests: Test[]; negated: boolean } {
  const parser = new Parser(source, names);
  const result = parser.unaryTests();
  parser.end();
  return result;
}

const comparisons = ['<=', '>=', '!=', '<', '>', '='] as const;
const maxDepth = 200;
// Some texts are read twice, so that nested ones would take time without end.
const maxSteps = 50_000;

/**
 * A recursive-descent parser. A generated grammar would need the same table of names fed in from outside,
 * because names with spaces make FEEL depend on its context.
 */
class Parser {
  readonly #scan: Scanner;
  #depth = 0;
  #steps = 0;
  #filters = true;

  constructor(source: string, names: Iterable<string>) {
    this.#scan = new Scanner(source, names);
  }

  end(): void {
    if (!this.#scan.atEnd()) this.#scan.fail('unexpected text');
  }

  expression(): Node {
    this.#depth += 1;
    this.#steps += 1;
    if (this.#depth > maxDepth || this.#steps > maxSteps) this.#scan.fail('nested too deeply');
    const node = this.#disjunction();
    this.#depth -= 1;
    return node;
  }

  unaryTests(): { tests: Test[]; negated: boolean } {
    const scan = this.#scan;
    const start = scan.position;
    if (scan.take('-') && scan.atEnd()) return { tests: [{ kind: 'any' }], negated: false };
    scan.position = start;
    if (scan.takeWord('not') && scan.take('(')) {
      const tests = this.#tests();
      if (scan.take(')') && scan.atEnd()) return { tests, negated: true };
    }
    scan.position = start;
    return { tests: this.#tests(), negated: false };
  }

  #tests(): Test[] {
    const tests = [this.#test()];
    while (this.#scan.take(',')) tests.push(this.#test());
    return tests;
  }

  #test(): Test {
    const scan = this.#scan;
    const op = comparisons.find((text) => scan.peek(text));
    if (op) {
      scan.expect(op);
      return { kind: 'cmp', op, value: this.expression() };
    }
    return { kind: 'value', value: this.expression() };
  }

  #disjunction(): Node {
    let left = this.#conjunction();
    while (this.#scan.takeWord('or')) left = { kind: 'or', left, right: this.#conjunction() };
    return left;
  }

  #conjunction(): Node {
    let left = this.#comparison();
    while (this.#scan.takeWord('and')) left = { kind: 'and', left, right: this.#comparison() };
    return left;
  }

  #comparison(): Node {
    const scan = this.#scan;
    let left = this.#sum();
    for (;;) {
      const op = comparisons.find((text) => scan.peek(text));
      if (op) {
        scan.expect(op);
        // `a == b` is a slip of another language's hand, not a comparison with the test `= b`.
        if (comparisons.some((text) => scan.peek(text))) scan.fail('expected a value');
        left = { kind: 'compare', op, left, right: this.#sum() };
      } else if (scan.takeWord('between')) {
        const low = this.#sum();
        if (!scan.takeWord('and')) scan.fail('expected "and"');
        left = { kind: 'between', value: left, low, high: this.#sum() };
      } else if (scan.takeWord('in')) {
        left = { kind: 'in', value: left, tests: this.#inTests() };
      } else if (scan.peekWord('instance')) {
        scan.takeWord('instance');
        if (!scan.takeWord('of')) scan.fail('expected "of"');
        left = { kind: 'instance', value: left, type: this.#type() };
      } else return left;
    }
  }

  #inTests(): Test[] {
    const scan = this.#scan;
    const start = scan.position;
    const depth = this.#depth;
    // `in (1, 2)` is a list of tests, `in (1..2)` and `in (a + b) * c` are one value.
    if (scan.take('(')) {
      try {
        const tests = this.#tests();
        if (scan.take(')') && !/^\s*[-+*/.[]/.test(scan.source.slice(scan.position))) return tests;
      } catch (error) {
        if (!(error instanceof FeelSyntaxError)) throw error;
        this.#depth = depth;
      }
    }
    scan.position = start;
    const op = comparisons.find((text) => scan.peek(text));
    if (op) {
      scan.expect(op);
      return [{ kind: 'cmp', op, value: this.#sum() }];
    }
    return [{ kind: 'value', value: this.#sum() }];
  }

  #sum(): Node {
    const scan = this.#scan;
    let left = this.#product();
    for (;;) {
      if (scan.take('+')) left = { kind: 'binary', op: '+', left, right: this.#product() };
      else if (scan.peek('-')) {
        scan.expect('-');
        left = { kind: 'binary', op: '-', left, right: this.#product() };
      } else return left;
    }
  }

  #product(): Node {
    const scan = this.#scan;
    let left = this.#power();
    for (;;) {
      if (scan.peek('**')) return left;
      if (scan.take('*')) left = { kind: 'binary', op: '*', left, right: this.#power() };
      else if (scan.take('/')) left = { kind: 'binary', op: '/', left, right: this.#power() };
      else return left;
    }
  }

  #power(): Node {
    let left = this.#unary();
    while (this.#scan.take('**')) left = { kind: 'binary', op: '**', left, right: this.#unary() };
    return left;
  }

  #unary(): Node {
    if (!this.#scan.peek('-')) return this.#postfix(this.#primary());
    this.#scan.expect('-');
    return { kind: 'negate', value: this.#unary() };
  }

  #postfix(base: Node): Node {
    const scan = this.#scan;
    let node = base;
    for (;;) {
      if (scan.peek('..')) return node;
      if (this.#filters && scan.peek('[')) {
        scan.expect('[');
        const test = this.expression();
        scan.expect(']');
        node = { kind: 'filter', base: node, test };
      } else if (scan.peek('(')) {
        node = this.#call(node);
      } else if (scan.peek('.')) {
        scan.expect('.');
        node = { kind: 'path', base: node, name: scan.reference() };
      } else return node;
    }
  }

  #call(callee: Node): Node {
    const scan = this.#scan;
    scan.expect('(');
    if (scan.take(')')) return { kind: 'call', callee, args: [], names: null };
    const names: string[] = [];
    const args: Node[] = [];
    do {
      const name = this.#argumentName();
      if (name !== null) names.push(name);
      args.push(this.expression());
    } while (scan.take(','));
    scan.expect(')');
    if (names.length > 0 && names.length !== args.length)
      scan.fail('named and positional arguments are mixed');
    return { kind: 'call', callee, args, names: names.length > 0 ? names : null };
  }

  #argumentName(): string | null {
    const scan = this.#scan;
    scan.skip();
    const match = /^([\p{L}_?][^:()[\]{}",=<>]*?)\s*:/u.exec(
      scan.source.slice(scan.position, scan.position + 200),
    );
    if (!match?.[1]) return null;
    scan.position += match[0].length;
    return match[1].replaceAll(/\s+/g, ' ');
  }

  #primary(): Node {
    const scan = this.#scan;
    scan.skip();
    const number = scan.number();
    if (number !== null) return { kind: 'number', text: number };
    const char = scan.source[scan.position];
    if (char === '"') return { kind: 'literal', value: scan.string() };
    if (char === '@') return this.#temporal();
    if (char === '{') return this.#context();
    if (char === '[') return this.#bracket();
    if (char === ']') return this.#range(false);
    if (char === '(') return this.#parenthesis();
    const op = comparisons.find((text) => scan.peek(text));
    if (op) {
      scan.expect(op);
      return rangeOf(op, this.#sum());
    }
    return this.#word();
  }

  #temporal(): Node {
    this.#scan.expect('@');
    return { kind: 'temporal', text: this.#scan.string() };
  }

  #word(): Node {
    const scan = this.#scan;
    const word = scan.word();
    const spaced = isKeyword(word) ? scan.spacedName() : '';
    if (spaced !== '') return { kind: 'name', name: spaced };
    const simple: Record<string, null | boolean> = { true: true, false: false, null: null };
    if (word in simple && hasOwn(simple, word)) {
      scan.position += word.length;
      return { kind: 'literal', value: simple[word] ?? null };
    }
    if (word === 'if' && scan.takeWord('if')) return this.#if();
    if (word === 'for' && scan.takeWord('for')) return this.#for();
    if (word === 'some' && scan.takeWord('some')) return this.#quantified('some');
    if (word === 'every' && scan.takeWord('every')) return this.#quantified('every');
    if (word === 'function' && /^function\s*\(/.test(scan.source.slice(scan.position, scan.position + 60))) {
      scan.takeWord('function');
      return this.#function();
    }
    if (isKeyword(word)) scan.fail(`unexpected "${word}"`);
    return { kind: 'name', name: scan.reference() };
  }

  #if(): Node {
    const test = this.expression();
    if (!this.#scan.takeWord('then')) this.#scan.fail('expected "then"');
    const yes = this.expression();
    if (!this.#scan.takeWord('else')) this.#scan.fail('expected "else"');
    return { kind: 'if', test, yes, no: this.expression() };
  }

  #for(): Node {
    const iterators = this.#iterators();
    if (!this.#scan.takeWord('return')) this.#scan.fail('expected "return"');
    this.#scan.declare('partial');
    return { kind: 'for', iterators, body: this.expression() };
  }

  #quantified(kind: 'some' | 'every'): Node {
    const iterators = this.#iterators();
    if (!this.#scan.takeWord('satisfies')) this.#scan.fail('expected "satisfies"');
    return { kind, iterators, body: this.expression() };
  }

  #iterators(): Iterator_[] {
    const scan = this.#scan;
    const iterators: Iterator_[] = [];
    do {
      const name = scan.declaration(['in']);
      if (!scan.takeWord('in')) scan.fail('expected "in"');
      const from = this.expression();
      const to = scan.take('..') ? this.expression() : null;
      scan.declare(name);
      iterators.push({ name, from, to });
    } while (scan.take(','));
    return iterators;
  }

  #function(): Node {
    const scan = this.#scan;
    scan.expect('(');
    const parameters: { name: string; type: TypeNode | null }[] = [];
    if (!scan.take(')')) {
      do {
        const name = scan.declaration([':', ',', ')']);
        const type = scan.take(':') ? this.#type() : null;
        scan.declare(name);
        parameters.push({ name, type });
      } while (scan.take(','));
      scan.expect(')');
    }
    if (scan.peekWord('external')) scan.fail('external functions are not supported');
    return { kind: 'function', parameters, body: this.expression() };
  }

  #context(): Node {
    const scan = this.#scan;
    scan.expect('{');
    const entries: { key: string; value: Node }[] = [];
    if (scan.take('}')) return { kind: 'context', entries };
    do {
      const key = scan.peek('"') ? scan.string() : scan.declaration([':']);
      scan.expect(':');
      const value = this.expression();
      scan.declare(key);
      entries.push({ key, value });
    } while (scan.take(','));
    scan.expect('}');
    return { kind: 'context', entries };
  }

  #bracket(): Node {
    const scan = this.#scan;
    scan.expect('[');
    if (scan.take(']')) return { kind: 'list', items: [] };
    const first = this.expression();
    if (scan.take('..')) return this.#rangeEnd(first, true);
    const items = [first];
    while (scan.take(',')) items.push(this.expression());
    scan.expect(']');
    return { kind: 'list', items };
  }

  #range(startIncluded: boolean): Node {
    this.#scan.position += 1;
    const start = this.expression();
    this.#scan.expect('..');
    return this.#rangeEnd(start, startIncluded);
  }

  #rangeEnd(start: Node, startIncluded: boolean): Node {
    const at = this.#scan.position;
    const depth = this.#depth;
    try {
      return this.#closeRange(start, startIncluded, this.expression());
    } catch (error) {
      // In `[1..10[` the last bracket ends the range and begins no filter.
      if (!(error instanceof FeelSyntaxError)) throw error;
      this.#scan.position = at;
      this.#depth = depth;
      this.#filters = false;
      try {
        return this.#closeRange(start, startIncluded, this.#sum());
      } finally {
        this.#filters = true;
      }
    }
  }

  #closeRange(start: Node, startIncluded: boolean, end: Node): Node {
    const scan = this.#scan;
    const endIncluded = scan.take(']');
    if (!endIncluded && !scan.take(')') && !scan.take('[')) scan.fail('expected the end of a range');
    return { kind: 'range', start, startIncluded, end, endIncluded, op: null };
  }

  #parenthesis(): Node {
    const scan = this.#scan;
    scan.expect('(');
    const op = comparisons.find((text) => scan.peek(text));
    if (op) {
      scan.expect(op);
      const value = this.expression();
      scan.expect(')');
      return rangeOf(op, value);
    }
    const inner = this.expression();
    if (scan.take('..')) return this.#rangeEnd(inner, false);
    scan.expect(')');
    return inner;
  }

  #type(): TypeNode {
    const scan = this.#scan;
    scan.skip();
    if (scan.takeWord('function')) return this.#functionType();
    const name = this.#typeName();
    if (!scan.take('<')) return { name, of: [], entries: [], signature: false };
    if (name === 'context') {
      const entries: { name: string; type: TypeNode }[] = [];
      if (!scan.peek('>')) {
        do {
          const key = scan.declaration([':']);
          scan.expect(':');
          entries.push({ name: key, type: this.#type() });
        } while (scan.take(','));
      }
      scan.expect('>');
      return { name, of: [], entries, signature: false };
    }
    const of = [this.#type()];
    scan.expect('>');
    return { name, of, entries: [], signature: false };
  }

  #functionType(): TypeNode {
    const scan = this.#scan;
    if (!scan.take('<')) return { name: 'function', of: [], entries: [], signature: false };
    const of: TypeNode[] = [];
    if (!scan.take('>')) {
      do of.push(this.#type());
      while (scan.take(','));
      scan.expect('>');
    }
    scan.expect('->');
    of.push(this.#type());
    return { name: 'function', of, entries: [], signature: true };
  }

  #typeName(): string {
    const scan = this.#scan;
    for (const name of [
      'days and time duration',
      'day and time duration',
      'years and months duration',
      'year and month duration',
      'date and time',
    ]) {
      const pattern = new RegExp(`^${name.replaceAll(' ', '\\s+')}(?![\\p{L}\\p{N}_])`, 'u');
      const match = pattern.exec(scan.source.slice(scan.position, scan.position + 80));
      if (!match) continue;
      scan.position += match[0].length;
      return name.replace(/^day and/, 'days and').replace(/^year and month/, 'years and months');
    }
    if (scan.takeWord('null')) return 'Null';
    let name = scan.reference();
    while (scan.take('.')) name += `.${scan.reference()}`;
    return name;
  }
}

/** What a comparison without a left side means as a value (grammar rule 66). */
function rangeOf(op: '<' | '<=' | '>' | '>=' | '=' | '!=', value: Node): Node {
  if (op === '=' || op === '!=') {
    return {
      kind: 'range',
      start: value,
      startIncluded: op === '=',
      end: value,
      endIncluded: op === '=',
      op,
    };
  }
  return op.startsWith('<')
    ? { kind: 'range', start: null, startIncluded: false, end: value, endIncluded: op === '<=', op: null }
    : { kind: 'range', start: value, startIncluded: op === '>=', end: null, endIncluded: false, op: null };
}
