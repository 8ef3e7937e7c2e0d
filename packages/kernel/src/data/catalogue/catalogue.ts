import type { ResourceSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { catalogueErrors } from './errors.ts';
import { tableOf } from './tables.ts';

/** Reads records of a resource that has no table of its own, such as held licences. */
export type RecordQuery = (
  ctx: Context,
  where: Readonly<Record<string, unknown>>,
  limit: number,
) => Promise<Record<string, unknown>[]>;

export interface RegisteredResource {
  code: string;
  pack: string;
  source: ResourceSource;
  agencySlug: string;
  agencyName: Text;
  /** Null for a resource whose records another folder keeps. */
  table: string | null;
  query: RecordQuery | null;
}

/** The resources of the installation; later folders and packs register theirs as the server starts. */
export interface Catalogue {
  register(resource: {
    pack: string;
    source: ResourceSource;
    agencySlug: string;
    agencyName: Text;
    query?: RecordQuery;
  }): void;
  get(code: string): RegisteredResource;
  find(code: string): RegisteredResource | undefined;
  all(): RegisteredResource[];
  /** Names for people of a resource and its fields. */
  names(code: string): { name: Text; fields: Record<string, Text> } | undefined;
}

export function createCatalogue(): Catalogue {
  const resources = new Map<string, RegisteredResource>();
  const find = (code: string): RegisteredResource | undefined => resources.get(code);
  return {
    register({ query, ...resource }) {
      const code = resource.source.$id;
      const table = query ? null : tableOf(code);
      resources.set(code, { ...resource, code, table, query: query ?? null });
    },
    find,
    get(code) {
      const resource = resources.get(code);
      if (!resource) throw catalogueErrors.unknownResource({ resource: code });
      return resource;
    },
    all: () => [...resources.values()],
    names(code) {
      const resource = find(code);
      if (!resource) return undefined;
      const fields = Object.entries(resource.source.properties).map(([name, field]) => [
        name,
        field['x-title'],
      ]);
      return { name: resource.source['x-name'], fields: Object.fromEntries(fields) as Record<string, Text> };
    },
  };
}
