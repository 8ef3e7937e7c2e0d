import { warn } from '../scope.ts';
import type { FeelNumber } from '../numbers.ts';
import type { FeelDate, FeelDateTime, FeelTime } from '../temporal.ts';
import { anyType, builtinType, coerce, type FeelType } from '../types.ts';
import {
  FeelFunction,
  type Arguments,
  type DayTimeDuration,
  type Evaluation,
  type FeelContext,
  type FeelRange,
  type FeelValue,
} from '../values.ts';

interface TypesByName {
  string: string;
  number: FeelNumber;
  boolean: boolean;
  list: FeelValue[];
  context: FeelContext;
  function: FeelFunction;
  range: FeelRange;
  date: FeelDate;
  time: FeelTime;
  'date and time': FeelDateTime;
  'days and time duration': DayTimeDuration;
  /** Whatever comes, null too. */
  any: FeelValue;
}

type TypeOf<T extends string> = T extends keyof TypesByName
  ? TypesByName[T]
  : T extends `${infer U extends keyof TypesByName} or null`
    ? TypesByName[U] | null
    : never;

/** `name: type`; `name?: type` may be left out; `...name: type` takes all further arguments as a list. */
type ArgumentOf<S extends string> = S extends `...${string}: ${infer T}`
  ? TypeOf<T>[]
  : S extends `${string}?: ${infer T}`
    ? TypeOf<T> | undefined
    : S extends `${string}: ${infer T}`
      ? TypeOf<T>
      : never;

type ArgumentsOf<P extends readonly string[]> = { [I in keyof P]: ArgumentOf<P[I]> };

interface Parameter {
  readonly name: string;
  readonly type: FeelType;
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly rest: boolean;
}

/** One way to call a builtin; it gets its arguments in order, a rest parameter as one list. */
export interface Variant {
  readonly parameters: readonly Parameter[];
  readonly run: (args: Arguments, evaluation: Evaluation) => FeelValue;
}

/** Declares one way to call a builtin, such as `['string: string', 'length?: number']`. */
export function variant<const P extends readonly string[]>(
  parameters: P,
  run: (args: ArgumentsOf<P>, evaluation: Evaluation) => FeelValue,
): Variant {
  return {
    parameters: parameters.map(parseParameter),
    // The types are read from the same text by the type above and by the parser here.
    run: run as unknown as Variant['run'],
  };
}

function parseParameter(text: string): Parameter {
  const [, rest, name = '', optional, type = '', nullable] =
    /^(\.\.\.)?(.+?)(\?)?: (.+?)( or null)?$/.exec(text) ?? [];
  return {
    name,
    type: builtinType(type) ?? anyType,
    optional: optional !== undefined || rest !== undefined,
    nullable: nullable !== undefined || type === 'any',
    rest: rest !== undefined,
  };
}

/** Declares a builtin over the items of a list, as `f(list)` or `f(a, b, …)`. */
export function overItems(run: (list: FeelValue[], evaluation: Evaluation) => FeelValue): Variant[] {
  return [
    variant(['list: list'], ([list], evaluation) => run(list, evaluation)),
    variant(['a: any', 'b: any', '...others: any'], ([a, b, others], evaluation) =>
      run([a, b, ...others], evaluation),
    ),
  ];
}

export function builtin(name: string, ...variants: Variant[]): FeelFunction {
  const call = (args: Arguments, evaluation: Evaluation): FeelValue => {
    for (const each of variants) {
      const fitted = fit(each.parameters, args);
      if (fitted) return each.run(fitted, evaluation);
    }
    return warn(evaluation, `${name} cannot be called with these arguments`);
  };
  const callNamed = (names: readonly string[], args: FeelValue[], evaluation: Evaluation): FeelValue => {
    for (const each of variants) {
      const ordered = order(each.parameters, names, args);
      const fitted = ordered && fit(each.parameters, ordered);
      if (fitted) return each.run(fitted, evaluation);
    }
    return warn(evaluation, `${name} does not take these arguments: ${names.join(', ')}`);
  };
  const [first] = variants;
  return new FeelFunction(name, call, callNamed, { parameters: first?.parameters ?? [], result: anyType });
}

/** Named arguments in the order of the parameters; null where one is not known or given twice. */
function order(
  parameters: readonly Parameter[],
  names: readonly string[],
  args: FeelValue[],
): Arguments | null {
  const known = names.every((name) =>
    parameters.some((parameter) => parameter.name === name && !parameter.rest),
  );
  if (!known || new Set(names).size !== names.length) return null;
  return parameters
    .filter(({ rest }) => !rest)
    .map(({ name }) => {
      const index = names.indexOf(name);
      return index < 0 ? undefined : args[index];
    });
}

/** Arguments converted to the types of the parameters; null where they do not fit. */
function fit(parameters: readonly Parameter[], args: Arguments): Arguments | null {
  const last = parameters[parameters.length - 1];
  if (!last?.rest && args.length > parameters.length) return null;
  const fitted: Arguments = [];
  for (const [index, parameter] of parameters.entries()) {
    if (parameter.rest) {
      const items = args.slice(index).map((arg) => fitOne(parameter, arg));
      if (items.includes(undefined)) return null;
      fitted.push(items.map((item) => item ?? null));
    } else {
      const arg = args[index];
      const value = fitOne(parameter, arg);
      if (value === undefined && !(parameter.optional && arg === undefined)) return null;
      fitted.push(value);
    }
  }
  return fitted;
}

function fitOne(parameter: Parameter, arg: FeelValue | undefined): FeelValue | undefined {
  if (arg === undefined || (arg === null && !parameter.nullable)) return undefined;
  return parameter.type.kind === 'any' ? arg : coerce(arg, parameter.type);
}
