const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the first 17 of a unified social credit code (GB 32100-2015). */
export function checkCharOfCreditCode(first17: string): string {
  let weight = 1;
  let sum = 0;
  for (const char of first17) {
    sum += alphabet.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? '';
}

/** What is wrong with a credit code, or undefined; positions 9 to 17 are an organisation code with its own check (GB 11714). */
export function creditCodeProblem(value: string): 'shape' | 'organisation' | 'check' | undefined {
  if (value.length !== 18 || [...value].some((char) => !alphabet.includes(char))) return 'shape';
  if (!/^\d{6}$/.test(value.slice(2, 8))) return 'shape';
  if (checkCharOfOrganisationCode(value.slice(8, 16)) !== value[16]) return 'organisation';
  return checkCharOfCreditCode(value.slice(0, 17)) === value[17] ? undefined : 'check';
}

/** The check character of an organisation code (GB 11714-1997). */
export function checkCharOfOrganisationCode(first8: string): string {
  const sum = organisationWeights.reduce(
    (total, weight, index) => total + weight * Number.parseInt(first8[index] ?? '0', 36),
    0,
  );
  const rest = 11 - (sum % 11);
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
}
