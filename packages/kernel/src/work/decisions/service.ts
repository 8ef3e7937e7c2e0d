import type { Context } from '../../platform/context/index.ts';
import { findCurrent, publish as publishDefinition, type Definition } from '../definitions/index.ts';
import { decisionErrors } from './errors.ts';
import { evaluateDecision } from './evaluate.ts';
import type { DecisionModel, Decisions } from './model.ts';
import { importedNamespaces, modelNamespace } from './parse.ts';
import { DecisionImportError } from './problems.ts';
import { readDecisions } from './read.ts';
import { findImported, type DecisionContent } from './store.ts';

const cacheSize = 1000;

/** Versions of decisions: compiled when published, and once in each server that makes them. */
export function createDecisions(): Decisions {
  // Versions are immutable, so a compiled one may be kept; the bound keeps a long-lived process small.
  const compiled = new Map<string, Promise<DecisionModel>>();

  function modelOf(definition: Definition<DecisionContent>): Promise<DecisionModel> {
    const kept = compiled.get(definition.id);
    if (kept) return kept;
    const model = compile(definition.content);
    if (compiled.size >= cacheSize) compiled.clear();
    compiled.set(definition.id, model);
    return model;
  }

  return {
    publish,
    async evaluate(ctx, decisionId, variables, options = {}) {
      const definition = await findVersion(ctx, decisionId, options.asOf);
      if (!definition) throw decisionErrors.unknownDecision({ decision: decisionId });
      const model = await modelOf(definition);
      const answer = evaluateDecision(model, decisionId, variables, ctx.now);
      return { ...answer, decisionId, version: definition.version, definitionId: definition.id };
    },
  };
}

async function findVersion(
  ctx: Context,
  key: string,
  asOf: Date | undefined,
): Promise<Definition<DecisionContent> | undefined> {
  const then = asOf && (await findCurrent<DecisionContent>(ctx, 'decision', key, asOf));
  return then ?? findCurrent<DecisionContent>(ctx, 'decision', key);
}

/** A file without decisions holds what others import; it is kept under its namespace. */
async function publish(
  ctx: Context,
  { pack, xml }: { pack: string; xml: string },
): Promise<{ key: string; version: number; changed: boolean }[]> {
  const content = await contentOf(ctx, xml);
  const model = await compile(content);
  const ids = model.decisions.map(({ id }) => id);
  const published = [];
  for (const key of ids.length > 0 ? ids : [model.namespace]) {
    const { version, changed } = await publishDefinition(ctx, { kind: 'decision', key, pack, content });
    published.push({ key, version, changed });
  }
  return published;
}

/** Compiles a file as publishing it would. Errors: `decision.refused` with fields. */
export async function compileFile(ctx: Context, xml: string): Promise<DecisionModel> {
  return compile(await contentOf(ctx, xml));
}

async function contentOf(ctx: Context, xml: string): Promise<DecisionContent> {
  const imports = await importsOf(ctx, xml);
  return imports.length > 0 ? { xml, imports } : { xml };
}

async function importsOf(ctx: Context, xml: string): Promise<string[]> {
  const files = new Set<string>();
  for (const namespace of importedNamespaces(xml)) {
    const found = await findImported(ctx, namespace);
    for (const file of [...(found?.imports ?? []), ...(found ? [found.xml] : [])]) files.add(file);
  }
  return [...files];
}

async function compile({ xml, imports = [] }: DecisionContent): Promise<DecisionModel> {
  try {
    const models: DecisionModel[] = [];
    for (const file of imports) models.push(await readDecisions(file, models));
    return await readDecisions(xml, models);
  } catch (error) {
    if (!(error instanceof DecisionImportError)) throw error;
    const fields = error.problems.map(({ elementId, elementName, message }) => ({
      path: `/${elementId}`,
      text: {
        zh: `${elementName || elementId}:${message.zh}`,
        en: `${elementName || elementId}: ${message.en}`,
      },
    }));
    throw decisionErrors.refused({ file: modelNamespace(xml) ?? '-', count: fields.length }, fields);
  }
}
