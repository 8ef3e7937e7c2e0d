import { SaxesParser } from 'saxes';
import { OfdError } from './errors.ts';
import { bounds } from './limits.ts';

/**
 * An element by its local name: producers bind the OFD namespace to any prefix or to none. `children` holds
 * elements and texts in the order of the file.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: (OpenElement | string)[];
}

/**
 * Reads an XML file. UTF-8 unless a byte order mark or the declaration says otherwise.
 * @param file its name, for messages
 * @throws {OfdError} badXml, doctype, tooLarge
 */
export function readXml(bytes: Uint8Array, file: string): XmlElement {
  const fail = (message: string): never => {
    throw new OfdError('badXml', `${file}, ${message.slice(0, 120)}`);
  };
  const stack: OpenElement[] = [];
  let root: OpenElement | undefined;
  let nodes = 0;
  const parser = new SaxesParser({ position: false });
  parser.on('error', (error) => fail(error.message));
  parser.on('doctype', () => {
    throw new OfdError('doctype');
  });
  parser.on('opentag', (tag) => {
    const attributes = new Map<string, string>();
    for (const [name, value] of Object.entries(tag.attributes)) attributes.set(localName(name), value);
    const element: OpenElement = { name: localName(tag.name), attributes, children: [] };
    nodes += 1 + attributes.size;
    if (nodes > bounds.xmlNodes || stack.length >= bounds.xmlDepth)
      throw new OfdError('tooLarge', `${file}, too many elements`);
    stack[stack.length - 1]?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  const addText = (text: string): void => {
    stack[stack.length - 1]?.children.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => stack.pop());
  parser.write(decodeXml(bytes, fail)).close();
  return root ?? fail('no element');
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeXml(bytes: Uint8Array, fail: (message: string) => never): string {
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^[\u00ef\u00bb\u00bf]*\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1];
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : '';
  const encoding = marked || (declared ?? 'utf-8').toLowerCase();
  if (!/^(utf-?8|utf-16(le|be)?|gbk|gb2312|gb18030|us-ascii)$/.test(encoding)) fail('unknown encoding');
  try {
    const decoder = encoding === 'utf-8' ? utf8 : new TextDecoder(encoding, { fatal: true });
    return decoder.decode(bytes);
  } catch {
    return fail('bad encoding');
  }
}

export function elementsOf(element: XmlElement | undefined): XmlElement[] {
  return element?.children.filter((child) => typeof child !== 'string') ?? [];
}

export function childrenNamed(element: XmlElement | undefined, name: string): XmlElement[] {
  return elementsOf(element).filter((child) => child.name === name);
}

/** The first child element of a name. */
export function childNamed(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return elementsOf(element).find((child) => child.name === name);
}

/** Text of an element without that of the elements in it, as it stands. */
export function rawText(element: XmlElement | undefined): string {
  return element?.children.filter((child) => typeof child === 'string').join('') ?? '';
}

/** Trimmed text; `undefined` where there is no element or nothing in it. */
export function textIn(element: XmlElement | undefined): string | undefined {
  return rawText(element).trim() || undefined;
}

/** An attribute, or, as some producers write it, a child element of that name. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes.get(name)?.trim() ?? textIn(childNamed(element, name));
}

/** A number; `undefined` where there is none. */
export function numberOf(element: XmlElement | undefined, name: string): number | undefined {
  const [value] = numbersIn(attributeOf(element, name));
  return value;
}

/** The numbers of a list like `0 0 210 297`. What is no number ends it. */
export function numbersIn(text: string | undefined): number[] {
  const values: number[] = [];
  for (const word of text?.trim().split(/[\s,]+/, bounds.deltas) ?? []) {
    const value = word === '' ? Number.NaN : Number(word);
    if (!Number.isFinite(value) || Math.abs(value) > 1e9) break;
    values.push(value);
  }
  return values;
}
