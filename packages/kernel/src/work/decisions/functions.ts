import {
  anyType,
  makeFunction,
  rootEnv,
  warn,
  type FeelFunction,
  type FeelType,
  type FeelValue,
  type Run,
  type Variables,
} from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { childOf, childrenOf, fitted, nameOf, textOf, typeOf, type Compilation } from './compilation.ts';
import { compileLogic } from './compile.ts';

interface Parameter {
  readonly name: string;
  readonly type: FeelType;
}

/** A boxed function (DMN 1.5 §10.2.1.7); it keeps the variables around it. */
export function compileFunctionDefinition(element: DmnElement, owner: string, compilation: Compilation): Run {
  const build = compileFunctionBody(element, owner, anyType, compilation);
  return ({ variables }) => build(() => variables);
}

/** Makes a function once the variables that it sees besides its parameters are known. */
export function compileFunctionBody(
  element: DmnElement,
  owner: string,
  result: FeelType,
  compilation: Compilation,
): (variables: () => Variables) => FeelFunction {
  const parameters = childrenOf(element, 'formalParameter').map((parameter) => ({
    name: nameOf(parameter),
    type: typeOf(parameter, compilation),
  }));
  const body = fitted(compileBody(element, owner, compilation), result, `the result of ${owner}`);
  return (variables) => functionOver(owner, parameters, body, variables);
}

function compileBody(element: DmnElement, owner: string, compilation: Compilation): Run {
  const kind = textOf(element, 'kind');
  const body = childOf(element, 'body');
  if (kind !== '' && kind !== 'FEEL') {
    compilation.problems.add(element, 'unsupported', `kind="${kind}"`);
    return ({ evaluation }) => warn(evaluation, `${owner} is a function of ${kind}`);
  }
  if (!body) {
    compilation.problems.add(element, 'missing', 'body');
    return () => null;
  }
  const run = compileLogic(body, owner, compilation);
  return fitted(run, typeOf(element, compilation), `the result of ${owner}`);
}

function functionOver(
  name: string,
  parameters: readonly Parameter[],
  body: Run,
  variables: () => Variables,
): FeelFunction {
  return makeFunction(name, parameters, (args, evaluation) => {
    const values = new Map<string, FeelValue>();
    for (const [index, parameter] of parameters.entries()) values.set(parameter.name, args[index] ?? null);
    return body(rootEnv({ values, outer: variables() }, evaluation));
  });
}
