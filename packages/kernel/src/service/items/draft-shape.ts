import { ItemSource } from '@quancheng/pack-sdk';
import Value from 'typebox/value';
import { platformErrors, type FieldProblem } from '../../platform/errors/index.ts';
import type { ItemContent } from './model.ts';

/** A draft's content, element by element; what stands beside it of an import is kept as it came. */
export type DraftContent = Partial<ItemContent> & { imported?: unknown };

/** The elements alone. */
export function elementsOf(content: DraftContent): Partial<ItemContent> {
  return Object.fromEntries(Object.entries(content).filter(([name]) => name !== 'imported'));
}

/** Elements to change; `null` takes one out (RFC 7396). */
export type DraftPatch = { [K in keyof ItemContent]?: ItemContent[K] | null };

type Shape = { [key: string]: unknown };

const completeness = new Set(['required', 'minLength', 'minItems', 'pattern', 'format']);

/** A schema without what makes a thing complete: a draft is written bit by bit, but nothing is of a wrong kind. */
function loosen(shape: unknown): unknown {
  if (Array.isArray(shape)) return shape.map(loosen);
  if (shape === null || typeof shape !== 'object') return shape;
  return Object.fromEntries(
    Object.entries(shape as Shape)
      .filter(([name]) => !completeness.has(name))
      .map(([name, value]) => [name, loosen(value)]),
  );
}

const complete = JSON.parse(JSON.stringify(ItemSource)) as { properties: Shape };
const draftShape = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    // An element named like a keyword (`required` is none) would be lost above, so each is loosened by itself.
    Object.entries(complete.properties).map(([name, shape]) => [
      name,
      { anyOf: [loosen(shape), { type: 'null' }] },
    ]),
  ),
};

/** Refuses what is no element of the implementation list or has not its shape. Errors: `platform.invalid-input`. */
export function readPatch(body: Record<string, unknown>): DraftPatch {
  const wrong = new Set([...Value.Errors(draftShape as never, body)].flatMap(fieldsOf));
  if (wrong.size === 0) return body as DraftPatch;
  const problems: FieldProblem[] = [...wrong].map((field) => ({
    path: `/${field}`,
    text: { zh: `“${field}”的格式不对。`, en: `“${field}” has not the shape it should have.` },
  }));
  throw platformErrors.invalidInput({}, problems);
}

/** Elements that are missing or not complete, by name. */
export function incompleteElements(content: Partial<ItemContent>): string[] {
  return [...new Set([...Value.Errors(complete as never, content)].flatMap(fieldsOf))];
}

/** A problem of the whole names the elements that are missing or too many; any other stands below its element. */
function fieldsOf({ instancePath, params }: { instancePath: string; params: object }): string[] {
  const [, field] = instancePath.split('/');
  if (field) return [field];
  const { requiredProperties = [], additionalProperties = [] } = params as Record<string, string[]>;
  return [...requiredProperties, ...additionalProperties];
}
