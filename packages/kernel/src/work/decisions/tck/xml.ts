/** An element of an XML file; names without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<\/([\w.:-]+)\s*>|<([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g;

/**
 * Reads a test file of the suite. The reader of DMN files drops text that is blank, but a test may expect it.
 * Throws an Error where the file is not well-formed.
 */
export function readXml(source: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let end = 0;
  for (const match of source.matchAll(token)) {
    const [all, data, closed, opened, attributes = '', empty, text] = match;
    if (match.index !== end) throw new Error(`the XML cannot be read at ${end}`);
    end = match.index + all.length;
    const current = open.at(-1) ?? root;
    if (data !== undefined) current.text += data;
    else if (text !== undefined) current.text += decode(text);
    else if (closed !== undefined) {
      if (current.name !== local(closed)) throw new Error(`</${closed}> does not close <${current.name}>`);
      open.pop();
    } else if (opened !== undefined) {
      const element = { name: local(opened), attributes: readAttributes(attributes), children: [], text: '' };
      current.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  const [only] = root.children;
  if (end !== source.length || open.length !== 1 || !only) throw new Error('the XML has no end');
  return only;
}

function readAttributes(source: string): Record<string, string> {
  const pairs = [...source.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(
    pairs.map(([, name = '', double, single]) => [local(name), decode(double ?? single ?? '')]),
  );
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replaceAll(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (all, hex: string, decimal: string, name: string) => {
      if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
      return decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? all);
    },
  );
}
