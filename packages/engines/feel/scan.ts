import { FeelSyntaxError } from './ast.ts';

// Characters of names by grammar rules 28 and 29: letters of every script, and what stands beside them.
const startRanges =
  '?_A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const nameStart = new RegExp(`[${startRanges}]`, 'u');
const namePart = new RegExp(`[${startRanges}\\d\\u00B7\\u0300-\\u036F\\u203F\\u2040]`, 'u');
/** Blanks of grammar rule 61, which are more than those of JavaScript. */
const blank = /[\s\u0085\u180E\u200B]/u;

const keywords = new Set(
  'and or in if then else for return some every satisfies between instance of function external true false null'.split(
    ' ',
  ),
);

/** Words that may stand inside a longer name when that name is known, such as `date and time`. */
export function isKeyword(word: string): boolean {
  return keywords.has(word);
}

/**
 * Reads characters of FEEL. Names may hold spaces and operators (DMN 1.5 §10.3.1.2), so what a name is
 * depends on the names in scope: the longest known one wins.
 */
export class Scanner {
  readonly source: string;
  position = 0;
  readonly #known: Map<string, number>;

  constructor(source: string, names: Iterable<string>) {
    this.source = source;
    this.#known = new Map();
    for (const name of names) this.declare(name);
  }

  declare(name: string): void {
    this.#known.set(name, (this.#known.get(name) ?? 0) + 1);
  }

  fail(message: string): never {
    throw new FeelSyntaxError(message, this.source, this.position);
  }

  skip(): void {
    for (;;) {
      const char = this.source[this.position];
      if (char === undefined) return;
      if (blank.test(char)) this.position += 1;
      else if (this.source.startsWith('//', this.position)) {
        const end = this.source.indexOf('\n', this.position);
        this.position = end < 0 ? this.source.length : end;
      } else if (this.source.startsWith('/*', this.position)) {
        const end = this.source.indexOf('*/', this.position + 2);
        if (end < 0) this.fail('comment without end');
        this.position = end + 2;
      } else return;
    }
  }

  peek(text: string): boolean {
    this.skip();
    return this.source.startsWith(text, this.position);
  }

  take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.position += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail(`expected "${text}"`);
  }

  /** Whether a keyword stands here as a whole word. */
  peekWord(word: string): boolean {
    this.skip();
    if (!this.source.startsWith(word, this.position)) return false;
    const after = this.charAt(this.position + word.length);
    return after === '' || !namePart.test(after);
  }

  takeWord(word: string): boolean {
    if (!this.peekWord(word)) return false;
    this.position += word.length;
    return true;
  }

  atEnd(): boolean {
    this.skip();
    return this.position >= this.source.length;
  }

  charAt(position: number): string {
    const code = this.source.codePointAt(position);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  atNameStart(): boolean {
    this.skip();
    return nameStart.test(this.charAt(this.position));
  }

  /** One plain word; '' where none stands. */
  word(): string {
    let end = this.position;
    let char = this.charAt(end);
    if (!nameStart.test(char)) return '';
    while (char !== '' && namePart.test(char)) {
      end += char.length;
      char = this.charAt(end);
    }
    return this.source.slice(this.position, end);
  }

  /** A known name of several parts that stands here, which may begin like a keyword; '' where none does. */
  spacedName(): string {
    const found = this.#longestKnown();
    if (!found || found.end <= this.position + this.word().length) return '';
    this.position = found.end;
    return found.name;
  }

  /** A reference: the longest known name that stands here, else one word. */
  reference(): string {
    this.skip();
    const found = this.#longestKnown();
    if (found) {
      this.position = found.end;
      return found.name;
    }
    const word = this.word();
    if (word === '' || isKeyword(word)) this.fail('expected a name');
    this.position += word.length;
    return word;
  }

  #longestKnown(): { name: string; end: number } | undefined {
    let best: { name: string; end: number } | undefined;
    const start = this.position;
    let name = '';
    let parts = 0;
    let spaced = false;
    while (parts < 40 && this.position < this.source.length) {
      const char = this.charAt(this.position);
      const part =
        nameStart.test(char) || namePart.test(char) ? this.#run() : /[./\-’'+*]/.test(char) ? char : '';
      if (part === '' || (parts === 0 && !nameStart.test(char))) break;
      this.position += part.length;
      name += (spaced && parts > 0 ? ' ' : '') + part;
      parts += 1;
      const end = this.position;
      if (this.#known.has(name)) best = { name, end };
      const compact = name.replaceAll(/ ?([./\-’'+*]) ?/g, '$1');
      if (compact !== name && this.#known.has(compact)) best = { name: compact, end };
      spaced = false;
      while (blank.test(this.charAt(this.position)) && this.position < this.source.length) {
        this.position += 1;
        spaced = true;
      }
    }
    this.position = start;
    return best;
  }

  #run(): string {
    let end = this.position;
    let char = this.charAt(end);
    while (char !== '' && namePart.test(char)) {
      end += char.length;
      char = this.charAt(end);
    }
    return this.source.slice(this.position, end);
  }

  /** A name that is being declared, up to one of the given stops: a context key, a parameter, a variable. */
  declaration(stops: readonly string[]): string {
    this.skip();
    const start = this.position;
    while (this.position < this.source.length) {
      if (
        stops.some((stop) =>
          /^\w/.test(stop)
            ? this.position > start && this.peekWordHere(stop)
            : this.source.startsWith(stop, this.position),
        )
      )
        break;
      this.position += this.charAt(this.position).length;
    }
    const name = this.source.slice(start, this.position).trim().replaceAll(/\s+/g, ' ');
    if (!nameStart.test(this.charAt(start)) || name === '') this.fail('expected a name');
    return name;
  }

  private peekWordHere(word: string): boolean {
    if (!blank.test(this.charAt(this.position - 1)) || !this.source.startsWith(word, this.position))
      return false;
    const after = this.charAt(this.position + word.length);
    return after === '' || !namePart.test(after);
  }

  string(): string {
    this.expect('"');
    let text = '';
    for (;;) {
      const char = this.source[this.position];
      if (char === undefined) this.fail('string without end');
      this.position += 1;
      if (char === '"') return text;
      text += char === '\\' ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.source[this.position] ?? '';
    const simple: Record<string, string> = { '"': '"', "'": "'", '\\': '\\', n: '\n', r: '\r', t: '\t' };
    const plain = simple[char];
    if (plain !== undefined) {
      this.position += 1;
      return plain;
    }
    const digits = char === 'u' ? 4 : char === 'U' ? 6 : 0;
    const hex = this.source.slice(this.position + 1, this.position + 1 + digits);
    if (digits > 0 && hex.length === digits && /^[0-9a-fA-F]+$/.test(hex)) {
      this.position += 1 + digits;
      return digits === 4
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : String.fromCodePoint(Number.parseInt(hex, 16));
    }
    return '\\'; // an unknown escape stays as it stands
  }

  number(): string | null {
    this.skip();
    const match = /^(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(
      this.source.slice(this.position, this.position + 80),
    );
    if (!match) return null;
    this.position += match[0].length;
    return match[0];
  }
}
