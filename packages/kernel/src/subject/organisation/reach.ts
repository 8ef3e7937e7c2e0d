import type { Post } from '../../platform/context/index.ts';

/**
 * The leading digits that all divisions below a GB/T 2260 code share: `370000` → `37`, `370100` → `3701`,
 * `370102` → `370102`, a township keeps its nine, a village its twelve.
 */
export function divisionPrefix(code: string): string {
  if (code.length > 6) return code.endsWith('000') && code.length === 12 ? code.slice(0, 9) : code;
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') ? code.slice(0, 4) : code;
}

/** Whether a post covers an agency's matter in a division: same agency, its own division or one below. */
export function reaches(post: Post, target: { agencyId: string; divisionCode: string }): boolean {
  return (
    post.agencyId === target.agencyId && target.divisionCode.startsWith(divisionPrefix(post.divisionCode))
  );
}
