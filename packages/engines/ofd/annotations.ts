import { OfdError } from './errors.ts';
import { bounds } from './limits.ts';
import type { Annotation, Attachment, CustomTag } from './model.ts';
import { locate, type Package } from './package.ts';
import { readObjects } from './page-objects.ts';
import { readBox } from './styles.ts';
import {
  attributeOf,
  childNamed,
  childrenNamed,
  elementsOf,
  readXml,
  textIn,
  type XmlElement,
} from './xml.ts';

/** The file that a child element of the document names. */
function listFile(
  pkg: Package,
  path: string,
  document: XmlElement,
  name: string,
): { name: string; xml: XmlElement } | undefined {
  const location = textIn(childNamed(document, name));
  const found = location === undefined ? undefined : locate(pkg, path, location);
  return found && { name: found.name, xml: readXml(found.bytes, found.name) };
}

/** Annotations by the ID of their page. */
export function readAnnotations(
  pkg: Package,
  path: string,
  document: XmlElement,
): ReadonlyMap<string, Annotation[]> {
  const byPage = new Map<string, Annotation[]>();
  const list = listFile(pkg, path, document, 'Annotations');
  const pages = childrenNamed(list?.xml, 'Page');
  if (pages.length > bounds.pages) throw new OfdError('tooLarge', `${pages.length} annotated pages`);
  const read = new Map<string, Annotation[]>();
  for (const page of pages) {
    const found = list && locate(pkg, list.name, textIn(childNamed(page, 'FileLoc')) ?? '');
    if (!found) continue;
    const annotations = read.get(found.name) ?? annotationsOf(readXml(found.bytes, found.name));
    read.set(found.name, annotations);
    const id = attributeOf(page, 'PageID') ?? '';
    byPage.set(id, [...(byPage.get(id) ?? []), ...annotations]);
  }
  return byPage;
}

function annotationsOf(file: XmlElement): Annotation[] {
  return childrenNamed(file, 'Annot').map((xml) => {
    const parameters = new Map<string, string>();
    for (const parameter of childrenNamed(childNamed(xml, 'Parameters'), 'Parameter'))
      parameters.set(attributeOf(parameter, 'Name') ?? '', textIn(parameter) ?? '');
    const appearance = childNamed(xml, 'Appearance');
    return {
      id: attributeOf(xml, 'ID'),
      type: attributeOf(xml, 'Type') ?? '',
      subtype: attributeOf(xml, 'Subtype'),
      visible: xml.attributes.get('Visible') !== 'false',
      parameters,
      boundary: readBox(attributeOf(appearance, 'Boundary')),
      objects: appearance ? readObjects(appearance) : [],
      xml,
    };
  });
}

export function readAttachments(pkg: Package, path: string, document: XmlElement): Attachment[] {
  const list = listFile(pkg, path, document, 'Attachments');
  if (!list) return [];
  return childrenNamed(list.xml, 'Attachment').map((xml) => ({
    id: attributeOf(xml, 'ID'),
    name: attributeOf(xml, 'Name') ?? '',
    format: attributeOf(xml, 'Format'),
    visible: xml.attributes.get('Visible') !== 'false',
    usage: attributeOf(xml, 'Usage'),
    path: locate(pkg, list.name, textIn(childNamed(xml, 'FileLoc')) ?? '')?.name,
    xml,
  }));
}

export function readTags(pkg: Package, path: string, document: XmlElement): CustomTag[] {
  const list = listFile(pkg, path, document, 'CustomTags');
  if (!list) return [];
  return childrenNamed(list.xml, 'CustomTag').map((tag) => {
    const found = locate(pkg, list.name, textIn(childNamed(tag, 'FileLoc')) ?? '');
    const xml = found && readXml(found.bytes, found.name);
    return {
      type: attributeOf(tag, 'TypeID') ?? attributeOf(tag, 'NameSpace') ?? '',
      path: found?.name,
      fields: xml ? fieldsOf(xml) : [],
      xml,
    };
  });
}

/** Every element that has a text of its own or refers to objects of pages. */
function fieldsOf(element: XmlElement): CustomTag['fields'] {
  return elementsOf(element).flatMap((child) => {
    if (child.name === 'ObjectRef') return [];
    const objects = childrenNamed(child, 'ObjectRef').flatMap((reference) => textIn(reference) ?? []);
    const value = textIn(child) ?? attributeOf(child, 'Value');
    const own = objects.length > 0 || value !== undefined ? [{ name: child.name, value, objects }] : [];
    return [...own, ...fieldsOf(child)];
  });
}
