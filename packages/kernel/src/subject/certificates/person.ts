import { childrenOf, DerError, readDer, type DerNode } from '@quancheng/engines/der';
import { personNumberIds, type Attribute, type X509 } from '@quancheng/engines/pki';

const types = { common: '2.5.4.3', serialNumber: '2.5.4.5', organisation: '2.5.4.10' } as const;

/** A number as subjects write it: bare, or with what kind it is before it (ETSI EN 319 412-1 §5.1.3). */
const writtenNumber = /^(?:(?:PNO|IDC)CN-|SF)?(\d{17}[\dXx])$/;

/**
 * Whether a certificate names this person: by the name always, and by each identity number that stands in it, unless no
 * library tells the person's own.
 */
export function isOf(
  certificate: X509,
  { name, idNumber }: { name: string; idNumber: string | null },
): boolean {
  const names = valuesOf(certificate.attributes, types.common);
  return (
    names.length === 1 &&
    names[0]?.normalize('NFC').trim() === name.normalize('NFC').trim() &&
    (idNumber === null || numbersIn(certificate).every((number) => number === idNumber))
  );
}

function numbersIn({ attributes, extensions }: X509): string[] {
  const inSubject = valuesOf(attributes, types.serialNumber);
  const inExtensions = personNumberIds.flatMap((id) => textsIn(extensions.get(id)));
  return [...inSubject, ...inExtensions].flatMap((text) => {
    const [, number] = writtenNumber.exec(text.trim()) ?? [];
    return number === undefined ? [] : [number.toUpperCase()];
  });
}

/** Texts of an extension, in whichever of the forms that its standard and its predecessors have. */
function textsIn(value: Uint8Array | undefined): string[] {
  if (value === undefined) return [];
  try {
    return leavesOf(readDer(value)).map(({ content }) => Buffer.from(content).toString('latin1'));
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return [Buffer.from(value).toString('latin1')]; // the bare number, as some authorities write it
  }
}

function leavesOf(node: DerNode): DerNode[] {
  return (node.tag & 0x20) === 0 ? [node] : childrenOf(node).flatMap(leavesOf);
}

function valuesOf(attributes: readonly Attribute[], wanted: string): string[] {
  return attributes.flatMap(({ type, value }) => (type === wanted ? [value] : []));
}

/** How the issuer is called on screens. */
export function issuerNameOf({ issuerAttributes }: X509): string {
  const [common] = valuesOf(issuerAttributes, types.common);
  const [organisation] = valuesOf(issuerAttributes, types.organisation);
  return (common ?? organisation ?? '—').slice(0, 200);
}
