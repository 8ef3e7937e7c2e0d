import type { DmnElement } from 'dmn-moddle';

/** Names that expressions may contain: those of variables, entries, columns and parameters in the file. */
export function collectNames(root: DmnElement): Set<string> {
  const names = new Set<string>();
  visit(root, names, new Set());
  return names;
}

const nameAttributes = ['name', 'iteratorVariable'] as const;

function visit(element: DmnElement, names: Set<string>, seen: Set<DmnElement>): void {
  if (seen.has(element)) return;
  seen.add(element);
  for (const attribute of nameAttributes) {
    const name = (element as unknown as Record<string, unknown>)[attribute]; // moddle puts attributes on the element itself
    if (typeof name === 'string') names.add(name.trim().replaceAll(/\s+/g, ' '));
  }
  if (element.$type === 'dmn:LiteralExpression') collectKeys(element, names);
  for (const child of Object.values(element)) {
    for (const each of Array.isArray(child) ? child : [child]) if (isElement(each)) visit(each, names, seen);
  }
}

/** Keys of context literals, which another expression may read by path. */
function collectKeys(element: DmnElement, names: Set<string>): void {
  const text = element.get('text');
  if (typeof text !== 'string') return;
  for (const [, quoted, plain] of text.matchAll(/[{,]\s*(?:"([^"\\]+)"|([\p{L}_][^:{}[\](),"]*?))\s*:/gu)) {
    const name = quoted ?? plain;
    if (name !== undefined) names.add(name.replaceAll(/\s+/g, ' '));
  }
}

function isElement(value: unknown): value is DmnElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}
