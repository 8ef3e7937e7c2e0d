import { OfdError } from './errors.ts';

export const ofdNamespace = 'http://www.ofdspec.org/2016';

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element of the OFD namespace. `undefined` attributes and parts are left out; parts are XML already. */
export function tag(name: string, attributes: Attributes, ...parts: (string | undefined)[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  const content = parts.filter((part) => part !== undefined).join('');
  return content === '' ? `<ofd:${name}${written}/>` : `<ofd:${name}${written}>${content}</ofd:${name}>`;
}

/** An element that holds a text; nothing where there is none. */
export function textTag(name: string, text: string | number | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : tag(name, {}, escapeXml(String(text)));
}

/** A whole file: declaration, and the root element with the namespace. */
export function xmlFile(name: string, attributes: Attributes, ...parts: (string | undefined)[]): Uint8Array {
  return xmlBytes(tag(name, { 'xmlns:ofd': ofdNamespace, ...attributes }, ...parts));
}

export function xmlBytes(root: string): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);
}

/** @throws {OfdError} badInput for characters that XML has no way to write */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these characters are what XML 1.0 excludes
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(text))
    throw new OfdError('badInput', 'a text has characters that XML cannot hold');
  return text.replaceAll(/[&<>"\t\n\r]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
