/** The part of a JSON Schema that examples are made from. */
export interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: unknown;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  security?: unknown[];
}

export interface OpenApi {
  paths: Record<string, Record<string, Described>>;
}

/** One operation of the API, as far as a stranger's client reads it. */
export interface Operation {
  method: string;
  path: string;
  /** Method and path, to name it. */
  name: string;
  params: Record<string, Schema>;
  query: Record<string, Schema>;
  requiredQuery: string[];
  body: Schema | undefined;
}

export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, { parameters = [], requestBody }]) => {
      const method = verb.toUpperCase();
      const placed = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
      const schemas = (place: Parameter['in']) =>
        Object.fromEntries(placed(place).map(({ name, schema }) => [name, schema]));
      return {
        method,
        path,
        name: `${method} ${path}`,
        params: schemas('path'),
        query: schemas('query'),
        requiredQuery: placed('query')
          .filter(({ required }) => required)
          .map(({ name }) => name),
        body: requestBody?.content['application/json']?.schema,
      };
    }),
  );
}

/** The address of an operation; a parameter that is not given gets an example of its schema. */
export function addressOf(
  operation: Operation,
  given: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string>> = {},
): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(given[name] ?? String(exampleOf(operation.params[name] ?? {}))),
  );
  const search = new URLSearchParams(query);
  for (const name of operation.requiredQuery)
    if (!search.has(name)) search.set(name, String(exampleOf(operation.query[name] ?? {})));
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

const formats: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-7000-8000-000000000000',
  date: '2026-03-02',
  'date-time': '2026-03-02T02:00:00Z',
};

/** Texts that fit the patterns of the API; the first that does is taken. */
const words = ['abcd', 'example', '000100000000', '370100', '2027', 'a-b', '11370100MB28559460', '100'];

/** The smallest value that a schema takes: what is required and no more. */
export function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return exampleOf(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, exampleOf(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => exampleOf(schema.items ?? {}));
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    default:
      return textOf(schema);
  }
}

function textOf({ format, pattern, minLength = 1 }: Schema): string {
  const fixed = format === undefined ? undefined : formats[format];
  if (fixed !== undefined) return fixed;
  const fits = pattern === undefined ? () => true : (word: string) => new RegExp(pattern, 'u').test(word);
  return (words.find(fits) ?? 'x').padEnd(minLength, '0');
}
