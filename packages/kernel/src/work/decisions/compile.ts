import {
  compileExpression,
  FeelFunction,
  FeelSyntaxError,
  filterList,
  isContext,
  iterate,
  setEntry,
  warn,
  withVariables,
  type FeelContext,
  type FeelValue,
  type Run,
} from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { childOf, childrenOf, fitted, nameOf, textOf, typeOf, type Compilation } from './compilation.ts';
import { compileFunctionDefinition } from './functions.ts';
import { compileTable } from './table.ts';

export const nothing: Run = () => null;

/** Compiles a boxed expression (DMN 1.5 §10.2.1); `owner` names the element that it belongs to. */
export function compileLogic(element: DmnElement, owner: string, compilation: Compilation): Run {
  const run = compileKind(element, owner, compilation);
  return fitted(run, typeOf(element, compilation), `the result of an expression of ${owner}`);
}

function compileKind(element: DmnElement, owner: string, compilation: Compilation): Run {
  switch (element.$type) {
    case 'dmn:LiteralExpression':
      return compileLiteral(element, compilation);
    case 'dmn:DecisionTable':
      return compileTable(element, owner, compilation);
    case 'dmn:Context':
      return compileContext(element, owner, compilation);
    case 'dmn:List':
      return compileList(element, owner, compilation);
    case 'dmn:Relation':
      return compileRelation(element, owner, compilation);
    case 'dmn:Invocation':
      return compileInvocation(element, owner, compilation);
    case 'dmn:FunctionDefinition':
      return compileFunctionDefinition(element, owner, compilation);
    case 'dmn:Conditional':
      return compileConditional(element, owner, compilation);
    case 'dmn:Filter':
      return compileFilter(element, owner, compilation);
    case 'dmn:For':
      return compileFor(element, owner, compilation);
    case 'dmn:Some':
    case 'dmn:Every':
      return compileQuantified(element, owner, compilation);
    default:
      compilation.problems.add(element, 'unsupported', element.$type);
      return nothing;
  }
}

function compileLiteral(element: DmnElement, compilation: Compilation): Run {
  const language = textOf(element, 'expressionLanguage');
  if (language !== '' && !/feel/i.test(language)) compilation.problems.add(element, 'unsupported', language);
  if (childOf(element, 'importedValues'))
    compilation.problems.add(element, 'unsupported', '<importedValues>');
  const text = textOf(element, 'text');
  return text === '' ? nothing : compileText(text, element, compilation).run;
}

/** A FEEL expression; one that is wrong is a problem of the file, and null where the file is used all the same. */
export function compileText(
  text: string,
  element: DmnElement,
  compilation: Compilation,
): { run: Run; names: readonly string[] } {
  try {
    const expression = compileExpression(text, { names: compilation.names, types: compilation.types });
    for (const name of expression.names) compilation.reads.add(name);
    return expression;
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error;
    compilation.problems.add(element, 'badExpression', text, error.message);
    return { run: ({ evaluation }) => warn(evaluation, error.message), names: [] };
  }
}

function compileChild(element: DmnElement, name: string, owner: string, compilation: Compilation): Run {
  const child = childOf(element, name);
  if (!child) {
    compilation.problems.add(element, 'missing', name);
    return nothing;
  }
  return compileLogic(child, owner, compilation);
}

/** Each entry may read those before it; an entry without a name is the result (§10.2.1.4). */
function compileContext(element: DmnElement, owner: string, compilation: Compilation): Run {
  const entries = childrenOf(element, 'contextEntry').map((entry) => {
    const variable = childOf(entry, 'variable');
    const name = nameOf(variable);
    const run = compileChild(entry, 'value', owner, compilation);
    return { name, run: fitted(run, typeOf(variable, compilation), name) };
  });
  const named = entries.filter(({ name }) => name !== '');
  const result = entries.find(({ name }) => name === '');
  return (env) => {
    const values = new Map<string, FeelValue>();
    const within = withVariables(env, values);
    const context: FeelContext = {};
    for (const { name, run } of named) {
      const value = run(within);
      values.set(name, value);
      setEntry(context, name, value);
    }
    return result ? result.run(within) : context;
  };
}

function compileList(element: DmnElement, owner: string, compilation: Compilation): Run {
  const items = childrenOf(element, 'elements').map((item) => compileLogic(item, owner, compilation));
  return (env) => items.map((item) => item(env));
}

function compileRelation(element: DmnElement, owner: string, compilation: Compilation): Run {
  const columns = childrenOf(element, 'column').map((column) => ({
    name: nameOf(column),
    type: typeOf(column, compilation),
  }));
  const rows = childrenOf(element, 'row').map((row) => {
    const cells = childrenOf(row, 'elements');
    if (cells.length !== columns.length) compilation.problems.add(row, 'uneven');
    return columns.map(({ name, type }, index) => {
      const cell = cells[index];
      return { name, run: cell ? fitted(compileLogic(cell, owner, compilation), type, name) : nothing };
    });
  });
  return (env) =>
    rows.map((cells) => {
      const context: FeelContext = {};
      for (const { name, run } of cells) setEntry(context, name, run(env));
      return context;
    });
}

function compileInvocation(element: DmnElement, owner: string, compilation: Compilation): Run {
  const called = compileChild(element, 'calledFunction', owner, compilation);
  const bindings = childrenOf(element, 'binding').map((binding) => {
    const parameter = childOf(binding, 'parameter');
    const value = childOf(binding, 'bindingFormula');
    const run = value ? compileLogic(value, owner, compilation) : nothing;
    return { name: nameOf(parameter), run: fitted(run, typeOf(parameter, compilation), nameOf(parameter)) };
  });
  const names = bindings.map(({ name }) => name);
  return (env) => {
    const target = called(env);
    if (!(target instanceof FeelFunction))
      return warn(env.evaluation, `${owner} invokes what is not a function`);
    const args = bindings.map(({ run }) => run(env));
    return target.callNamed(names, args, env.evaluation);
  };
}

/** The expression within `if`, `in`, `return` and the like. */
function compilePart(element: DmnElement, name: string, owner: string, compilation: Compilation): Run {
  const part = childOf(element, name);
  if (!part) {
    compilation.problems.add(element, 'missing', name);
    return nothing;
  }
  const run = compileChild(part, 'value', owner, compilation);
  return part.$type === 'dmn:TypedChildExpression' ? fitted(run, typeOf(part, compilation), name) : run;
}

function compileConditional(element: DmnElement, owner: string, compilation: Compilation): Run {
  const test = compilePart(element, 'if', owner, compilation);
  const yes = compilePart(element, 'then', owner, compilation);
  const no = compilePart(element, 'else', owner, compilation);
  return (env) => {
    const value = test(env);
    if (typeof value !== 'boolean' && value !== null) {
      return warn(env.evaluation, `the condition of ${owner} is no boolean`);
    }
    return value === true ? yes(env) : no(env);
  };
}

function compileFilter(element: DmnElement, owner: string, compilation: Compilation): Run {
  const list = compilePart(element, 'in', owner, compilation);
  const match = compilePart(element, 'match', owner, compilation);
  return (env) => {
    const value = list(env);
    if (value === null) return null;
    const test = (item: FeelValue): FeelValue => {
      const entries = isContext(item) ? Object.entries(item) : [];
      return match(withVariables(env, new Map([['item', item], ...entries])));
    };
    return filterList(Array.isArray(value) ? value : [value], test, env);
  };
}

function compileFor(element: DmnElement, owner: string, compilation: Compilation): Run {
  const list = compilePart(element, 'in', owner, compilation);
  const own = { ...compilation, reads: new Set<string>() };
  const body = compilePart(element, 'return', owner, own);
  for (const name of own.reads) compilation.reads.add(name);
  const readsPartial = own.reads.has('partial');
  const variable = textOf(element, 'iteratorVariable');
  return (env) => {
    const items = iterate(list(env), env);
    if (!items) return null;
    const results: FeelValue[] = [];
    for (const item of items) {
      const values = new Map<string, FeelValue>([[variable, item]]);
      if (readsPartial) values.set('partial', [...results]);
      results.push(body(withVariables(env, values)));
    }
    return results;
  };
}

function compileQuantified(element: DmnElement, owner: string, compilation: Compilation): Run {
  const list = compilePart(element, 'in', owner, compilation);
  const test = compilePart(element, 'satisfies', owner, compilation);
  const variable = textOf(element, 'iteratorVariable');
  const decisive = element.$type === 'dmn:Some';
  return (env) => {
    const items = iterate(list(env), env);
    if (!items) return null;
    let result: boolean | null = !decisive;
    for (const item of items) {
      const value = test(withVariables(env, new Map([[variable, item]])));
      if (value !== null && typeof value !== 'boolean') {
        return warn(env.evaluation, `what must hold in ${owner} is no boolean`);
      }
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}
