import { readAnnotations, readAttachments, readTags } from './annotations.ts';
import { OfdError } from './errors.ts';
import { bounds } from './limits.ts';
import type { Box, Doc, DocInfo, Layer, OfdDocument, Page, Resources } from './model.ts';
import { findFile, locate, type Package } from './package.ts';
import { readLayers } from './page-objects.ts';
import { resolvePath } from './paths.ts';
import { readResources } from './resources.ts';
import { readBox } from './styles.ts';
import { attributeOf, childNamed, childrenNamed, readXml, textIn, type XmlElement } from './xml.ts';

/** A page of A4, where a document forgets to say. */
const a4: Box = { x: 0, y: 0, width: 210, height: 297 };

/** The XML of a file, read once however often the document refers to it. */
type Load = (from: string, location: string) => { name: string; xml: XmlElement };

/** Places where the parts of the package begin: each DocBody of OFD.xml. */
export function readBodies(
  pkg: Package,
): { body: XmlElement; root: string; signatures: string | undefined }[] {
  const file = findFile(pkg, 'OFD.xml');
  if (!file) throw new OfdError('notOfd', 'OFD.xml');
  const ofd = readXml(file.bytes, file.name);
  const bodies = childrenNamed(ofd, 'DocBody');
  if (ofd.name !== 'OFD' || bodies.length === 0) throw new OfdError('notOfd', 'DocBody');
  return bodies.map((body) => ({
    body,
    root: textIn(childNamed(body, 'DocRoot')) ?? '',
    signatures: textIn(childNamed(body, 'Signatures')),
  }));
}

/**
 * Reads the documents of a package with all their pages.
 * @throws {OfdError} where the structure cannot be followed; a missing font or picture is no error
 */
export function readDocument(pkg: Package): OfdDocument {
  const known = new Map<string, XmlElement>();
  const load: Load = (from, location) => {
    const found = locate(pkg, from, location);
    if (!found) throw new OfdError('missing', location.slice(0, 120));
    const xml = known.get(found.name) ?? readXml(found.bytes, found.name);
    known.set(found.name, xml);
    return { name: found.name, xml };
  };
  const docs = readBodies(pkg).map(({ body, root, signatures }) => {
    if (root === '') throw new OfdError('notOfd', 'DocRoot');
    const document = load('OFD.xml', root);
    return readDoc(pkg, load, document, readInfo(childNamed(body, 'DocInfo')), signatures);
  });
  return { package: pkg, docs, pages: docs.flatMap((doc) => doc.pages) };
}

/** Ids of all pages in their order, without what is on them. */
export function readPageIds(pkg: Package): string[] {
  return readBodies(pkg).flatMap(({ root }) => {
    const found = locate(pkg, 'OFD.xml', root);
    if (!found) throw new OfdError('missing', root.slice(0, 120));
    return pagesOf(readXml(found.bytes, found.name)).map((page) => attributeOf(page, 'ID') ?? '');
  });
}

function pagesOf(document: XmlElement): XmlElement[] {
  const pages = childrenNamed(childNamed(document, 'Pages'), 'Page');
  if (pages.length > bounds.pages) throw new OfdError('tooLarge', `${pages.length} pages`);
  return pages;
}

function readDoc(
  pkg: Package,
  load: Load,
  document: { name: string; xml: XmlElement },
  info: DocInfo,
  signatures: string | undefined,
): Doc {
  const { name: path, xml } = document;
  const common = childNamed(xml, 'CommonData');
  const resources = readResources(pkg, path, common, ['PublicRes', 'DocumentRes']);
  const annotations = readAnnotations(pkg, path, xml);
  const templates = new Map<string, () => Template>();
  for (const template of childrenNamed(common, 'TemplatePage'))
    templates.set(
      attributeOf(template, 'ID') ?? '',
      once(() => readTemplate(load, path, template)),
    );
  const context = { pkg, load, path, resources, templates, box: boxOf(childNamed(common, 'PageArea')) ?? a4 };
  const layersOf = new Map<XmlElement, Layer[]>();
  return {
    path,
    info,
    resources,
    pages: pagesOf(xml).map((page) => readPage(context, page, layersOf, annotations)),
    attachments: readAttachments(pkg, path, xml),
    tags: readTags(pkg, path, xml),
    signatures: signatures === undefined ? undefined : placed(signatures),
    xml,
  };
}

/** Path of Signatures.xml; a path that leaves the package stays as it is, and leads nowhere. */
function placed(location: string): string {
  try {
    return resolvePath('OFD.xml', location);
  } catch {
    return location;
  }
}

interface DocContext {
  readonly pkg: Package;
  readonly load: Load;
  readonly path: string;
  readonly resources: Resources;
  readonly templates: ReadonlyMap<string, () => Template>;
  readonly box: Box;
}

interface Template {
  readonly layers: readonly Layer[];
  readonly box: Box | undefined;
  readonly order: string | undefined;
}

function readTemplate(load: Load, path: string, element: XmlElement): Template {
  const { xml } = load(path, attributeOf(element, 'BaseLoc') ?? '');
  return {
    layers: readLayers(xml),
    box: boxOf(childNamed(xml, 'Area')),
    order: attributeOf(element, 'ZOrder'),
  };
}

function readPage(
  context: DocContext,
  element: XmlElement,
  layersOf: Map<XmlElement, Layer[]>,
  annotations: ReadonlyMap<string, Page['annotations']>,
): Page {
  const { name, xml } = context.load(context.path, attributeOf(element, 'BaseLoc') ?? '');
  const layers = layersOf.get(xml) ?? readLayers(xml);
  layersOf.set(xml, layers);
  const used = childrenNamed(xml, 'Template').flatMap((use) => {
    const template = context.templates.get(attributeOf(use, 'TemplateID') ?? '')?.();
    return template ? [{ ...template, order: attributeOf(use, 'ZOrder') ?? template.order }] : [];
  });
  const inFront = (template: Template) => template.order === 'Foreground';
  const id = attributeOf(element, 'ID') ?? '';
  return {
    id,
    path: name,
    box: boxOf(childNamed(xml, 'Area')) ?? used.find(({ box }) => box)?.box ?? context.box,
    layers,
    background: used.filter((template) => !inFront(template)).flatMap((template) => template.layers),
    foreground: used.filter(inFront).flatMap((template) => template.layers),
    annotations: annotations.get(id) ?? [],
    resources: readResources(context.pkg, name, xml, ['PageRes'], context.resources),
    xml,
  };
}

function boxOf(area: XmlElement | undefined): Box | undefined {
  const box = readBox(attributeOf(area, 'PhysicalBox'));
  return box.width > 0 && box.height > 0 ? box : undefined;
}

function readInfo(xml: XmlElement | undefined): DocInfo {
  const customData = new Map<string, string>();
  for (const data of childrenNamed(childNamed(xml, 'CustomDatas'), 'CustomData'))
    customData.set(attributeOf(data, 'Name') ?? '', textIn(data) ?? '');
  return {
    id: attributeOf(xml, 'DocID'),
    title: attributeOf(xml, 'Title'),
    author: attributeOf(xml, 'Author'),
    subject: attributeOf(xml, 'Subject'),
    abstract: attributeOf(xml, 'Abstract'),
    keywords: childrenNamed(childNamed(xml, 'Keywords'), 'Keyword').flatMap((word) => textIn(word) ?? []),
    creator: attributeOf(xml, 'Creator'),
    creatorVersion: attributeOf(xml, 'CreatorVersion'),
    created: attributeOf(xml, 'CreationDate'),
    modified: attributeOf(xml, 'ModDate'),
    customData,
    xml,
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
