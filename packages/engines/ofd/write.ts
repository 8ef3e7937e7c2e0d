import { sm3 } from 'sm-crypto-v2';
import { OfdError } from './errors.ts';
import { packageOf, zipPackage, type Package } from './package.ts';
import { short } from './path-data.ts';
import type { DocumentInput, ObjectInput, PageInput } from './write-input.ts';
import { writeObjects, type WriteContext } from './write-objects.ts';
import { placeAnnotations, placeAttachments, placeTags } from './write-parts.ts';
import { Ids, missing, placeFonts, placeImages, resourceFile } from './write-resources.ts';
import { escapeXml, tag, textTag, xmlFile } from './write-xml.ts';

/**
 * Writes a document. The same input gives the same bytes.
 * @throws {OfdError} badInput
 */
export function writeDocument(input: DocumentInput): Uint8Array {
  return zipPackage(buildPackage(input));
}

/** The document's package before it is packed: sign it as it is, and pack once. */
export function buildPackage(input: DocumentInput): Package {
  if (input.pages.length === 0) throw new OfdError('badInput', 'a document has at least one page');
  const ids = new Ids();
  const files = new Map<string, Uint8Array>();
  const fonts = placeFonts(input, ids, files);
  const images = placeImages(input, ids, files);
  const placed = new Map<string, { page: number; object: number }[]>();
  const write = (objects: readonly ObjectInput[], page: number): string => {
    const context: WriteContext = {
      nextId: () => ids.next(),
      fontOf: (id) => fonts.get(id) ?? missing('font', id),
      imageOf: (id) => images.get(id)?.id ?? missing('image', id),
      placed: (key, object) => placed.set(key, [...(placed.get(key) ?? []), { page, object }]),
    };
    return writeObjects(objects, context);
  };
  const content = (objects: readonly ObjectInput[], page: number): string =>
    tag('Content', {}, tag('Layer', { ID: ids.next() }, write(objects, page)));
  const templates = new Map<string, { id: number; path: string }>();
  for (const [index, template] of (input.templates ?? []).entries()) {
    const entry = { id: ids.next(), path: `Tpls/Tpl_${index}/Content.xml` };
    files.set(`Doc_0/${entry.path}`, xmlFile('Page', {}, content(template.objects, entry.id)));
    templates.set(template.id, entry);
  }
  const pages = input.pages.map((page, index) => {
    const entry = { id: ids.next(), path: `Pages/Page_${index}/Content.xml`, page };
    files.set(`Doc_0/${entry.path}`, pageFile(page, content(page.objects, entry.id), templates));
    return entry;
  });
  const hasAnnotations = placeAnnotations(pages, files, {
    ids,
    write,
    date: input.modified ?? input.created ?? '1980-01-01',
  });
  placeAttachments(input, files);
  placeTags(input.tags ?? [], placed, files);
  files.set('Doc_0/PublicRes.xml', resourceFile(input, fonts, images));
  files.set(
    'Doc_0/Document.xml',
    xmlFile(
      'Document',
      {},
      tag(
        'CommonData',
        {},
        textTag('MaxUnitID', ids.last),
        pageArea(input.pages[0] ?? { width: 210, height: 297 }),
        textTag('PublicRes', 'PublicRes.xml'),
        ...[...templates.values()].map(({ id, path }) => tag('TemplatePage', { ID: id, BaseLoc: path })),
      ),
      tag('Pages', {}, ...pages.map(({ id, path }) => tag('Page', { ID: id, BaseLoc: path }))),
      hasAnnotations ? textTag('Annotations', 'Annots/Annotations.xml') : undefined,
      input.tags?.length ? textTag('CustomTags', 'Tags/CustomTags.xml') : undefined,
      input.attachments?.length ? textTag('Attachments', 'Attachs/Attachments.xml') : undefined,
    ),
  );
  return packageOf([['OFD.xml', entryFile(input, files)], ...files]);
}

function pageArea({ width, height }: { width: number; height: number }, name = 'PageArea'): string {
  return tag(name, {}, textTag('PhysicalBox', `0 0 ${short(width)} ${short(height)}`));
}

function pageFile(
  page: PageInput,
  content: string,
  templates: ReadonlyMap<string, { id: number }>,
): Uint8Array {
  const uses = (names: readonly string[] | undefined, order: string) =>
    (names ?? []).map((name) => {
      const { id } = templates.get(name) ?? missing('template', name);
      return tag('Template', { TemplateID: id, ZOrder: order });
    });
  return xmlFile(
    'Page',
    {},
    ...uses(page.background, 'Background'),
    ...uses(page.foreground, 'Foreground'),
    pageArea(page, 'Area'),
    content,
  );
}

function entryFile(input: DocumentInput, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const custom = Object.entries(input.customData ?? {}).map(([name, value]) =>
    tag('CustomData', { Name: name }, escapeXml(value)),
  );
  const keywords = (input.keywords ?? []).map((word) => textTag('Keyword', word));
  return xmlFile(
    'OFD',
    { Version: '1.1', DocType: 'OFD' },
    tag(
      'DocBody',
      {},
      tag(
        'DocInfo',
        {},
        textTag('DocID', input.id ?? contentId(files)),
        textTag('Title', input.title),
        textTag('Author', input.author),
        textTag('Subject', input.subject),
        textTag('Abstract', input.abstract),
        textTag('CreationDate', input.created),
        textTag('ModDate', input.modified),
        keywords.length > 0 ? tag('Keywords', {}, ...keywords) : undefined,
        textTag('Creator', input.creator),
        textTag('CreatorVersion', input.creatorVersion),
        custom.length > 0 ? tag('CustomDatas', {}, ...custom) : undefined,
      ),
      textTag('DocRoot', 'Doc_0/Document.xml'),
    ),
  );
}

function contentId(files: ReadonlyMap<string, Uint8Array>): string {
  const digests = [...files].map(([name, bytes]) => `${name} ${sm3(bytes)}`);
  return sm3(new TextEncoder().encode(digests.join('\n'))).slice(0, 32);
}
