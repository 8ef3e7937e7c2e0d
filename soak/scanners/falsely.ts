import type { Finding } from './tools.ts';

/** What a scanner reports and is not so, with the reason. */
const known: readonly { tool: Finding['tool']; what: RegExp; where: RegExp; why: string }[] = [];

export function isFalse(finding: Finding): boolean {
  return known.some(
    ({ tool, what, where }) => tool === finding.tool && what.test(finding.what) && where.test(finding.where),
  );
}
