/** A key that leads back to itself; `undefined` where none does. */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const path = new Set<string>();
  const visit = (key: string): string | undefined => {
    if (path.has(key)) return key;
    if (done.has(key)) return undefined;
    path.add(key);
    for (const next of edges.get(key) ?? []) {
      const found = visit(next);
      if (found !== undefined) return found;
    }
    path.delete(key);
    done.add(key);
    return undefined;
  };
  for (const key of edges.keys()) {
    const found = visit(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
