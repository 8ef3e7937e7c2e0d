/** 事项实施编码: credit code of the agency (18) + level (1) + basic code (12) [+ handling variant (2)]. */
export function implementationCode(
  agencyCode: string,
  level: number,
  basicCode: string,
  variant?: string,
): string {
  return `${agencyCode}${level}${basicCode}${variant ?? ''}`;
}

/** 事项基本编码: 12 characters. */
export function isBasicCode(code: string): boolean {
  return /^[0-9A-Z]{12}$/.test(code);
}

/** Whether a code has the shape of an 事项实施编码: 31 characters, 33 with a handling variant. */
export function isImplementationCode(code: string): boolean {
  return /^[0-9A-Z]{18}[1-6][0-9A-Z]{12}(\d\d)?$/.test(code);
}
