export const views = ['todo', 'mine', 'due', 'all'] as const;
export type View = (typeof views)[number];

/** What the page's address says of a queue; an empty word narrows nothing. */
export interface Filters {
  view: View;
  q: string;
  status: string;
  lateness: string;
}

export function filtersOf(address: URLSearchParams): Filters {
  return {
    view: views.find((name) => name === address.get('view')) ?? 'todo',
    q: address.get('q') ?? '',
    status: address.get('status') ?? '',
    lateness: address.get('lateness') ?? '',
  };
}

/** The words that narrow a queue, without the empty ones. */
export function toQuery(filters: Partial<Filters>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filters).filter(([name, value]) => value && !(name === 'view' && value === 'todo')),
  );
}

export function queuePath(filters: Filters): string {
  const asked = new URLSearchParams({ scope: 'post', view: filters.view, limit: '20' });
  for (const [name, value] of toQuery(filters)) asked.set(name, value);
  return `/api/v1/cases?${asked.toString()}`;
}
