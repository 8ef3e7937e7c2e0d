const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

/** The check character of the first 17 digits of a citizen identity number (GB 11643-1999). */
export function checkDigitOfIdNumber(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return checks[sum % 11] ?? '';
}

/** What is wrong with an identity number, or undefined. Abolished divisions stay valid, so only the shape of the division is checked. */
export function idNumberProblem(value: string): 'shape' | 'date' | 'check' | undefined {
  if (!/^\d{17}[\dX]$/.test(value)) return 'shape';
  if (birthDateOf(value) === undefined) return 'date';
  return checkDigitOfIdNumber(value.slice(0, 17)) === value[17] ? undefined : 'check';
}

/** The birth date in a number as `YYYY-MM-DD`, or undefined when the calendar has no such day. */
export function birthDateOf(value: string): string | undefined {
  const date = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : undefined;
}

/** GB/T 2261.1: 1 male, 2 female; the last digit of the sequence is odd for men. */
export function sexOf(value: string): '1' | '2' {
  return Number(value[16]) % 2 === 1 ? '1' : '2';
}
