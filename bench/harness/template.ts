/** A text whose holes are filled anew each time. */
export type Template = readonly (string | { hole: string })[];

export type Fillings = Readonly<Record<string, string>>;

/** Finds in a text what must differ the next time; `holes` says under which name. */
export function toTemplate(text: string, holes: ReadonlyMap<string, string>): Template {
  const pattern = [...holes.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((found) => found.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  return text.split(new RegExp(`(${pattern})`)).flatMap((part): Template => {
    const hole = holes.get(part);
    if (hole !== undefined) return [{ hole }];
    return part === '' ? [] : [part];
  });
}

export function fill(template: Template, fillings: Fillings): string {
  let text = '';
  for (const part of template) text += typeof part === 'string' ? part : (fillings[part.hole] ?? '');
  return text;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids that were made since an instant: a UUIDv7 says when. */
export function findNewIds(texts: Iterable<string>, sinceMs: number): string[] {
  const found = new Set<string>();
  for (const text of texts) for (const [id] of text.matchAll(uuid)) if (madeAt(id) >= sinceMs) found.add(id);
  return [...found].toSorted();
}

function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
