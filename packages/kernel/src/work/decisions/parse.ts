import { DmnModdle, type DmnElement } from 'dmn-moddle';
import dmn13 from 'dmn-moddle/resources/dmn/json/dmn13.json' with { type: 'json' };
import dmndi13 from 'dmn-moddle/resources/dmn/json/dmndi13.json' with { type: 'json' };
import type { Problems } from './problems.ts';

const versions = ['20180521', '20191111', '20211108', '20230324'];
const hosts = ['http://www.omg.org', 'https://www.omg.org'];

/** Namespaces of DMN 1.2, 1.3, 1.4 and 1.5, with the one of their diagrams. */
const namespaces = new Map(
  versions.flatMap((version) =>
    hosts.map((host) => [`${host}/spec/DMN/${version}/MODEL/`, `${host}/spec/DMN/${version}/DMNDI/`]),
  ),
);

type Property = Readonly<Record<string, unknown>>;

function child(name: string, type: string, extra: Property = {}): Property {
  return { name, type, xml: { serialize: 'property' }, ...extra };
}

function attribute(name: string): Property {
  return { name, type: 'String', isAttr: true };
}

/** What DMN 1.4 and 1.5 added (§7.3.1.1, §10.2.1), which the descriptor of 1.3 lacks. */
const later = [
  {
    name: 'ChildExpression',
    superClass: ['DMNElement'],
    properties: [{ name: 'value', type: 'Expression' }],
  },
  { name: 'TypedChildExpression', superClass: ['ChildExpression'], properties: [attribute('typeRef')] },
  {
    name: 'Conditional',
    superClass: ['Expression'],
    properties: ['if', 'then', 'else'].map((name) => child(name, 'ChildExpression')),
  },
  {
    name: 'Filter',
    superClass: ['Expression'],
    properties: [child('in', 'TypedChildExpression'), child('match', 'ChildExpression')],
  },
  {
    name: 'Iterator',
    isAbstract: true,
    superClass: ['Expression'],
    properties: [child('in', 'TypedChildExpression'), attribute('iteratorVariable')],
  },
  { name: 'For', superClass: ['Iterator'], properties: [child('return', 'ChildExpression')] },
  {
    name: 'Quantified',
    isAbstract: true,
    superClass: ['Iterator'],
    properties: [child('satisfies', 'ChildExpression')],
  },
  { name: 'Some', superClass: ['Quantified'], properties: [] },
  { name: 'Every', superClass: ['Quantified'], properties: [] },
];

/** Properties that later versions added to types of 1.3. */
const laterProperties: Readonly<Record<string, Property>> = {
  ItemDefinition: child('typeConstraint', 'UnaryTests'),
};

const moddles = new Map<string, DmnModdle>();

/** A reader for one version: the same descriptor under that version's namespace. */
function moddleFor(namespace: string): DmnModdle {
  const kept = moddles.get(namespace);
  if (kept) return kept;
  const types = dmn13.types.map((type) => {
    const added = laterProperties[type.name];
    return added ? { ...type, properties: [...(type.properties ?? []), added] } : type;
  });
  const moddle = new DmnModdle({
    dmn: { ...dmn13, uri: namespace, types: [...types, ...later] },
    dmndi: { ...dmndi13, uri: namespaces.get(namespace) },
  });
  moddles.set(namespace, moddle);
  return moddle;
}

/** The tree of a DMN file; `undefined` where it has none, which is then a problem. */
export async function parseDmn(xml: string, problems: Problems): Promise<DmnElement | undefined> {
  const namespace = namespaceOf(xml);
  if (namespace === undefined || !namespaces.has(namespace)) {
    problems.add({}, 'wrongVersion', namespace ?? '');
    return undefined;
  }
  try {
    const { rootElement, warnings } = await moddleFor(namespace).fromXML(xml);
    for (const { message, element } of warnings) {
      const what = lostElement(message);
      // What the reader could not place would be lost in silence; diagrams and other makers' additions may be.
      if (what !== undefined) problems.add(element ?? {}, 'unsupported', what);
    }
    return rootElement;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
    problems.add({}, 'invalidXml', '', reason);
    return undefined;
  }
}

/** The namespace in which the root element stands: the version of DMN. */
function namespaceOf(xml: string): string | undefined {
  const { prefix, attributes } = rootOf(xml);
  return attributes.get(prefix === undefined ? 'xmlns' : `xmlns:${prefix}`);
}

/** The namespace that a file gives to what it defines, by which others import it. */
export function modelNamespace(xml: string): string | undefined {
  return rootOf(xml).attributes.get('namespace');
}

function rootOf(xml: string): { prefix: string | undefined; attributes: Map<string, string> } {
  const text = xml.replaceAll(/<!--[\s\S]*?-->/g, '');
  const root = /<(?:([\w.-]+):)?definitions\b((?:[^>"']|"[^"]*"|'[^']*')*)>/.exec(text);
  const pairs = [...(root?.[2] ?? '').matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return {
    prefix: root?.[1],
    attributes: new Map(pairs.map(([, name = '', double, single]) => [name, double ?? single ?? ''])),
  };
}

/** Namespaces of the models that a file imports. */
export function importedNamespaces(xml: string): string[] {
  const text = xml.replaceAll(/<!--[\s\S]*?-->/g, '');
  return [...text.matchAll(/<(?:[\w.-]+:)?import\b(?:[^>"']|"[^"]*"|'[^']*')*>/g)].flatMap(([tag]) => {
    const namespace = /\snamespace\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag);
    return namespace ? [namespace[1] ?? namespace[2] ?? ''] : [];
  });
}

/** The element of a warning and its line, where it belongs to DMN itself. */
function lostElement(message: string): string | undefined {
  const line = Number(/line: (\d+)/.exec(message)?.[1] ?? 0) + 1;
  const unknown = /nested error: (?:unknown type|unrecognized element) <dmn:(\w+)>/.exec(message)?.[1];
  return unknown === undefined
    ? undefined
    : `<${unknown.charAt(0).toLowerCase()}${unknown.slice(1)}> (${line})`;
}
