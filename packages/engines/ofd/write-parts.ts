import { OfdError } from './errors.ts';
import { short } from './path-data.ts';
import type { AnnotationInput, DocumentInput, ObjectInput, PageInput, TagInput } from './write-input.ts';
import { missing, type Ids } from './write-resources.ts';
import { escapeXml, ofdNamespace, tag, textTag, xmlBytes, xmlFile } from './write-xml.ts';

interface AnnotationContext {
  readonly ids: Ids;
  /** Day of the last change, which the standard wants. */
  readonly date: string;
  /** XML of objects on the page of that ID. */
  write(objects: readonly ObjectInput[], page: number): string;
}

/** Writes the annotations of all pages; whether there are any. */
export function placeAnnotations(
  pages: readonly { id: number; page: PageInput }[],
  files: Map<string, Uint8Array>,
  context: AnnotationContext,
): boolean {
  const entries: string[] = [];
  for (const [index, { id, page }] of pages.entries()) {
    if (!page.annotations?.length) continue;
    const path = `Page_${index}/Annotation.xml`;
    entries.push(tag('Page', { PageID: id }, textTag('FileLoc', path)));
    const annotations = page.annotations.map((annotation) => annotationTag(annotation, id, context));
    files.set(`Doc_0/Annots/${path}`, xmlFile('PageAnnot', {}, ...annotations));
  }
  if (entries.length > 0) files.set('Doc_0/Annots/Annotations.xml', xmlFile('Annotations', {}, ...entries));
  return entries.length > 0;
}

function annotationTag(
  annotation: AnnotationInput,
  page: number,
  { ids, write, date }: AnnotationContext,
): string {
  const { type, subtype, x, y, width, height } = annotation;
  const parameters = Object.entries(annotation.parameters ?? {}).map(([name, value]) =>
    tag('Parameter', { Name: name }, escapeXml(value)),
  );
  return tag(
    'Annot',
    { ID: ids.next(), Type: type, Subtype: subtype, Creator: 'quancheng', LastModDate: date },
    parameters.length > 0 ? tag('Parameters', {}, ...parameters) : undefined,
    tag(
      'Appearance',
      { Boundary: [x, y, width, height].map(short).join(' ') },
      tag('PageBlock', { ID: ids.next() }, write(annotation.objects, page)),
    ),
  );
}

export function placeAttachments(input: DocumentInput, files: Map<string, Uint8Array>): void {
  const attachments = input.attachments ?? [];
  if (attachments.length === 0) return;
  const entries = attachments.map(({ name, file, bytes, format, visible, usage }, index) => {
    files.set(`Doc_0/Attachs/${file}`, bytes);
    return tag(
      'Attachment',
      {
        ID: `A${index + 1}`,
        Name: name,
        Format: format,
        Size: short(bytes.length / 1024),
        Visible: visible ?? true,
        Usage: usage,
      },
      textTag('FileLoc', file),
    );
  });
  files.set('Doc_0/Attachs/Attachments.xml', xmlFile('Attachments', {}, ...entries));
}

export function placeTags(
  tags: readonly TagInput[],
  placed: ReadonlyMap<string, readonly { page: number; object: number }[]>,
  files: Map<string, Uint8Array>,
): void {
  if (tags.length === 0) return;
  const entries = tags.map(({ type, namespace, fields }, index) => {
    const file = `Tag_${index}.xml`;
    const elements = Object.entries({ [type]: [], ...fields }).map(([name, keys]) => {
      if (!/^\p{L}[\p{L}\p{N}_.-]*$/u.test(name)) throw new OfdError('badInput', `"${name}" is no XML name`);
      const references = keys.flatMap((key) =>
        (placed.get(key) ?? missing('object', key)).map(({ page, object }) =>
          tag('ObjectRef', { PageRef: page }, String(object)),
        ),
      );
      return `<t:${name}>${references.join('')}</t:${name}>`;
    });
    const names = `xmlns:t="${escapeXml(namespace)}" xmlns:ofd="${ofdNamespace}"`;
    files.set(
      `Doc_0/Tags/${file}`,
      xmlBytes(`<t:${type} ${names}>${elements.slice(1).join('')}</t:${type}>`),
    );
    return tag('CustomTag', { TypeID: type }, textTag('FileLoc', file));
  });
  files.set('Doc_0/Tags/CustomTags.xml', xmlFile('CustomTags', {}, ...entries));
}
