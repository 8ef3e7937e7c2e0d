/** The tree of a FEEL expression. */
export type Node =
  | { kind: 'literal'; value: null | boolean | string }
  | { kind: 'number'; text: string }
  | { kind: 'temporal'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'path'; base: Node; name: string }
  | { kind: 'binary'; op: '+' | '-' | '*' | '/' | '**'; left: Node; right: Node }
  | { kind: 'compare'; op: '=' | '!=' | '<' | '<=' | '>' | '>='; left: Node; right: Node }
  | { kind: 'and' | 'or'; left: Node; right: Node }
  | { kind: 'negate'; value: Node }
  | { kind: 'between'; value: Node; low: Node; high: Node }
  | { kind: 'in'; value: Node; tests: Test[] }
  | { kind: 'instance'; value: Node; type: TypeNode }
  | { kind: 'if'; test: Node; yes: Node; no: Node }
  | { kind: 'for'; iterators: Iterator_[]; body: Node }
  | { kind: 'some' | 'every'; iterators: Iterator_[]; body: Node }
  | { kind: 'list'; items: Node[] }
  | { kind: 'context'; entries: { key: string; value: Node }[] }
  | {
      kind: 'range';
      start: Node | null;
      startIncluded: boolean;
      end: Node | null;
      endIncluded: boolean;
      op: '=' | '!=' | null;
    }
  | { kind: 'filter'; base: Node; test: Node }
  | { kind: 'call'; callee: Node; args: Node[]; names: string[] | null }
  | {
      kind: 'function';
      parameters: { name: string; type: TypeNode | null }[];
      body: Node;
    };

export interface Iterator_ {
  name: string;
  from: Node;
  /** `for i in 1..5` */
  to: Node | null;
}

/** One unary test: a comparison with the input (`?`), or an expression. */
export type Test =
  | { kind: 'any' }
  | { kind: 'cmp'; op: '<' | '<=' | '>' | '>=' | '=' | '!='; value: Node }
  | { kind: 'value'; value: Node };

export interface TypeNode {
  name: string;
  /** Element type of a list or range; parameter types and result of a function; types of a context's entries. */
  of: TypeNode[];
  entries: { name: string; type: TypeNode }[];
  /** `function<…> -> …`: `of` ends with the result. */
  signature: boolean;
}

export class FeelSyntaxError extends Error {
  readonly position: number;
  readonly source: string;

  constructor(message: string, source: string, position: number) {
    super(
      `${message} at ${position}: ${source.slice(Math.max(0, position - 20), position)}⟨here⟩${source.slice(position, position + 20)}`,
    );
    this.name = 'FeelSyntaxError';
    this.position = position;
    this.source = source;
  }
}
