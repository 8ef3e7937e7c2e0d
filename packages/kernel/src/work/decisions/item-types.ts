import {
  anyType,
  builtinType,
  compileUnaryTests,
  rootEnv,
  type FeelType,
  type FeelValue,
  type TypeLookup,
} from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { childOf, childrenOf, nameOf, textOf, typeNamed, type Compilation } from './compilation.ts';

const noVariables = { values: new Map<string, FeelValue>(), outer: null };
const noEvaluation = { now: undefined, warnings: undefined };

/**
 * Finds types by name: those of the language, those of the file's item definitions (DMN 1.5 §7.3.2), and
 * those of imported models as `import.type`.
 */
export function createTypes(
  definitions: readonly DmnElement[],
  imported: ReadonlyMap<string, TypeLookup>,
  compilation: () => Compilation,
): TypeLookup {
  const byName = new Map(definitions.map((definition) => [nameOf(definition), definition]));
  const made = new Map<string, FeelType>();
  const beingMade = new Set<string>();
  return (name) => {
    const kept = made.get(name);
    if (kept) return kept;
    const definition = byName.get(name);
    if (definition) {
      if (beingMade.has(name)) {
        compilation().problems.add(definition, 'circular', name);
        return anyType;
      }
      beingMade.add(name);
      const type = typeOfItem(definition, compilation());
      beingMade.delete(name);
      made.set(name, type);
      return type;
    }
    return findImported(name, imported) ?? builtinType(name.replace(/^feel:/, ''));
  };
}

/** Looks up every type that the definitions name, so that what is missing is found when the file is read. */
export function checkTypes(definitions: readonly DmnElement[], types: TypeLookup): void {
  const seen = new Set<FeelType>();
  const visit = (type: FeelType | undefined): void => {
    if (!type || seen.has(type)) return;
    seen.add(type);
    if (type.kind === 'limited') visit(type.base);
    if (type.kind === 'list') visit(type.of);
    if (type.kind === 'context') for (const entry of type.entries) visit(entry.type);
  };
  for (const definition of definitions) visit(types(nameOf(definition)));
}

function findImported(name: string, imported: ReadonlyMap<string, TypeLookup>): FeelType | undefined {
  for (const [prefix, types] of imported) {
    const inner =
      prefix === '' ? name : name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : undefined;
    const type = inner === undefined || builtinType(inner) ? undefined : types(inner);
    if (type) return type;
  }
  return undefined;
}

function typeOfItem(item: DmnElement, compilation: Compilation): FeelType {
  const base = limited(baseOfItem(item, compilation), childOf(item, 'allowedValues'), compilation);
  const whole: FeelType = item.get('isCollection') === true ? { kind: 'list', of: base } : base;
  return limited(whole, childOf(item, 'typeConstraint'), compilation);
}

function baseOfItem(item: DmnElement, compilation: Compilation): FeelType {
  const components = childrenOf(item, 'itemComponent');
  if (components.length > 0) return contextType(components, compilation);
  const signature = childOf(item, 'functionItem');
  if (signature) {
    const parameters = childrenOf(signature, 'parameters');
    return {
      kind: 'function',
      parameters: parameters.length > 0 ? parameters.map((each) => typeOfParameter(each, compilation)) : null,
      result: typeNamed(textOf(signature, 'outputTypeRef'), item, compilation),
    };
  }
  const name = textOf(item, 'typeRef');
  return typeNamed(name, item, compilation);
}

function typeOfParameter(parameter: DmnElement, compilation: Compilation): FeelType {
  return typeNamed(textOf(parameter, 'typeRef'), parameter, compilation);
}

/** Types may contain themselves, so the entries are looked up when they are first needed. */
function contextType(components: readonly DmnElement[], compilation: Compilation): FeelType {
  let entries: { name: string; type: FeelType }[] | undefined;
  return {
    kind: 'context',
    get entries() {
      entries ??= components.map((each) => ({ name: nameOf(each), type: typeOfItem(each, compilation) }));
      return entries;
    },
  };
}

function limited(base: FeelType, limit: DmnElement | undefined, compilation: Compilation): FeelType {
  const text = limit ? textOf(limit, 'text') : '';
  return limit && text !== '' ? limitedBy(base, text, limit, compilation) : base;
}

/** A type whose values must pass unary tests. */
export function limitedBy(
  base: FeelType,
  text: string,
  element: DmnElement,
  compilation: Compilation,
): FeelType {
  try {
    const { run } = compileUnaryTests(text, { names: compilation.names, types: compilation.types });
    const env = rootEnv(noVariables, noEvaluation);
    return { kind: 'limited', base, source: text, allows: (value) => run(value, env) === true };
  } catch (error) {
    compilation.problems.add(element, 'badExpression', text, error instanceof Error ? error.message : '');
    return base;
  }
}
