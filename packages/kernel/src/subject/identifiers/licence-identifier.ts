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

/** What is wrong with the identifier of an electronic licence, or undefined. */
export function licenceIdentifierProblem(value: string): 'shape' | 'check' | undefined {
  const match = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21}\.[0-9A-Z]+\.[0-9A-Z]+\.[0-9A-Z]{3})\.([0-9A-Z])$/.exec(
    value,
  );
  if (!match || !value.startsWith(root)) return 'shape';
  return checkCharOfLicenceIdentifier(match[1] ?? '') === match[2] ? undefined : 'check';
}
