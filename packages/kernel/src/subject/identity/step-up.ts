import type { AssuranceLevel } from '../../platform/context/index.ts';
import { acrOf } from '../accounts/index.ts';

interface Asked {
  prompt: { reasons: string[] };
  params: Record<string, unknown>;
}

const essential = ['essential_acr', 'essential_acrs'];
const levels: readonly AssuranceLevel[] = [1, 2, 3, 4];

export function isAboutLevel(reason: string): boolean {
  return essential.includes(reason) || reason === 'preferred_acr';
}

/** Whether a system insists on a level, or would rather have it, that the session does not have. */
export function wantsMore({ prompt }: Asked): boolean {
  return prompt.reasons.some(isAboutLevel);
}

/** The system takes nothing less. */
export function insists({ prompt }: Asked): boolean {
  return prompt.reasons.some((reason) => essential.includes(reason));
}

/** The level that an `acr` names; 0 for what is none of ours. */
export function levelNamed(acr: string | undefined): AssuranceLevel | 0 {
  return levels.find((level) => acr === acrOf(level)) ?? 0;
}

/**
 * What is told to a system of a level that was shown: that one, or the highest below it of those on which the system
 * insists, since it compares them for sameness (OpenID Connect Core 1.0 §5.5.1.1).
 */
export function toldLevel({ params }: Pick<Asked, 'params'>, level: AssuranceLevel): AssuranceLevel {
  const named = essentialIn(params['claims']);
  return levels.findLast((one) => one <= level && named.includes(acrOf(one))) ?? level;
}

/** The lowest level with which the system would be content; 4 where it names none that we know. */
export function wantedLevel({ prompt, params }: Asked): AssuranceLevel {
  const named = prompt.reasons.includes('preferred_acr')
    ? String(params['acr_values']).split(' ').slice(0, 1)
    : essentialIn(params['claims']);
  return levels.find((level) => named.includes(acrOf(level))) ?? 4;
}

function essentialIn(claims: unknown): string[] {
  try {
    const asked = JSON.parse(String(claims)) as {
      id_token?: { acr?: { essential?: boolean; value?: string; values?: string[] } };
    };
    const { essential: isEssential, value, values } = asked.id_token?.acr ?? {};
    if (!isEssential) return [];
    return [...(values ?? []), ...(value === undefined ? [] : [value])];
  } catch {
    return []; // the provider has refused what cannot be read
  }
}
