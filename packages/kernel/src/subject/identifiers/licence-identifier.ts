const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const root = '1.2.156.3005.2.';

/** ISO 7064 MOD 37,36 over the fields behind the root, dots left out (GB/T 36904-2018). */
export function checkCharOfLicenceIdentifier(fields: string): string {
  let product = 36;
  for (const char of fields.replaceAll('.', '')) {
    const sum = (product + alphabet.indexOf(char)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return alphabet[(37 - product) % 36] ?? '';
}

/** The identifier of an electronic licence; `type` is a credit code and three digits, `serial` of letters and digits. */
export function licenceIdentifier(parts: {
  type: string;
  issuer: string;
  serial: string;
  edition: number;
}): string {
  const { type, issuer, serial, edition } = parts;
  const fields = `${type}.${issuer}.${serial}.${String(edition).padStart(3, '0')}`;
  return `${root}${fields}.${checkCharOfLicenceIdentifier(fields)}`;
}

/** What is wrong with the identifier of an electronic licence, or undefined. */
export function licenceIdentifierProblem(value: string): 'shape' | 'check' | undefined {
  const match = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21}\.[0-9A-Z]+\.[0-9A-Z]+\.[0-9A-Z]{3})\.([0-9A-Z])$/.exec(
    value,
  );
  if (!match || !value.startsWith(root)) return 'shape';
  return checkCharOfLicenceIdentifier(match[1] ?? '') === match[2] ? undefined : 'check';
}
