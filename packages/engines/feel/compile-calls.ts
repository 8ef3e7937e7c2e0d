import type { Node } from './ast.ts';
import { builtins } from './builtins/index.ts';
import { compile, type Compilation } from './compile.ts';
import { inferType } from './infer.ts';
import { bind, findVariable, warn, type Env, type Run, type Scope } from './scope.ts';
import { anyType, coerce, resolveType, type FeelType } from './types.ts';
import { FeelFunction, type Arguments, type Evaluation, type FeelValue } from './values.ts';

export function compileCall(
  node: Node & { kind: 'call' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const callee = compileCallee(node.callee, scope, compilation);
  const args = node.args.map((arg) => compile(arg, scope, compilation));
  const { names } = node;
  return (env) => {
    const called = callee(env);
    if (!(called instanceof FeelFunction)) return warn(env.evaluation, 'what is called is not a function');
    const values = args.map((arg) => arg(env));
    return names ? called.callNamed(names, values, env.evaluation) : called.call(values, env.evaluation);
  };
}

/** Data of the same name, such as a field `date`, does not hide a function of the language. */
function compileCallee(node: Node, scope: Scope | null, compilation: Compilation): Run {
  const builtin = node.kind === 'name' ? builtins.get(node.name) : undefined;
  if (node.kind !== 'name' || !builtin || isBound(node.name, scope)) return compile(node, scope, compilation);
  return ({ variables }) => {
    const shadow = findVariable(variables, node.name);
    return shadow instanceof FeelFunction ? shadow : builtin;
  };
}

function isBound(name: string, scope: Scope | null): boolean {
  for (let at = scope; at; at = at.outer) {
    if (at.kind === 'variable' && at.name === name) return true;
    if (at.kind === 'context' && at.names.has(name)) return true;
  }
  return false;
}

/** A function that an expression defines; it keeps the values around it (DMN 1.5 §10.3.2.13.2). */
export function compileFunction(
  node: Node & { kind: 'function' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  let inner = scope;
  for (const { name } of node.parameters) inner = { kind: 'variable', name, outer: inner };
  const parameters = node.parameters.map(({ name, type }) => ({
    name,
    type: type ? (resolveType(type, compilation.types) ?? anyType) : anyType,
  }));
  const body = compile(node.body, inner, compilation);
  const result = inferType(node.body, new Map(parameters.map(({ name, type }) => [name, type])));
  return (env) => {
    const run = (args: FeelValue[], evaluation: Evaluation): FeelValue => {
      let at: Env = env.evaluation === evaluation ? env : { ...env, evaluation };
      for (const arg of args) at = bind(at, arg);
      return body(at);
    };
    return makeFunction('', parameters, run, result);
  };
}

/**
 * A function with checked parameters: each argument is converted to its type; one that does not fit makes
 * the whole call null, as does a wrong number of arguments.
 */
export function makeFunction(
  name: string,
  parameters: readonly { readonly name: string; readonly type: FeelType }[],
  body: (args: FeelValue[], evaluation: Evaluation) => FeelValue,
  result: FeelType = anyType,
): FeelFunction {
  const call = (args: Arguments, evaluation: Evaluation): FeelValue => {
    if (args.length !== parameters.length) {
      return warn(
        evaluation,
        `${name || 'a function'} takes ${parameters.length} arguments, not ${args.length}`,
      );
    }
    const fitted: FeelValue[] = [];
    for (const [index, parameter] of parameters.entries()) {
      const value =
        parameter.type === anyType ? (args[index] ?? null) : coerce(args[index] ?? null, parameter.type);
      if (value === undefined) {
        return warn(
          evaluation,
          `the argument "${parameter.name}" of ${name || 'a function'} has the wrong type`,
        );
      }
      fitted.push(value);
    }
    return body(fitted, evaluation);
  };
  const callNamed = (names: readonly string[], args: FeelValue[], evaluation: Evaluation): FeelValue => {
    const known = parameters.map((parameter) => names.indexOf(parameter.name));
    if (names.length !== parameters.length || known.includes(-1)) {
      return warn(evaluation, `${name || 'a function'} does not take these arguments: ${names.join(', ')}`);
    }
    return call(
      known.map((index) => args[index] ?? null),
      evaluation,
    );
  };
  return new FeelFunction(name, call, callNamed, { parameters, result });
}
