import type { Context } from '../../platform/context/index.ts';
import { presentMaterials, type ItemVersion } from '../items/index.ts';
import { openForm, type Meeting } from './answers.ts';
import type { Applicant } from './applicant.ts';
import type { CaseDeps } from './deps.ts';

/** The form of an item as one applicant meets it: what is held is filled in, with its source. */
export async function formAnswer(ctx: Context, deps: CaseDeps, item: ItemVersion, applicant: Applicant) {
  const { definition, filled, met } = await openForm(ctx, deps, item, applicant);
  return {
    item: item.code,
    formVersion: definition.version,
    schema: definition.content,
    prefilled: filled.prefilled,
    sources: filled.sources,
    choices: filled.choices,
    materials: presentMaterials(item).map((material) => ({
      ...material,
      ...metOf(material, met.get(material.id)),
    })),
    onBehalfOf:
      applicant.agentPersonId === null
        ? null
        : { id: applicant.id, name: applicant.name, kind: applicant.kind },
  };
}

/** `met` whatever is applied for, or `meets`: by which of several, where the answers say the same. */
function metOf(
  { source }: ReturnType<typeof presentMaterials>[number],
  meetings: readonly Meeting[] | undefined = [],
) {
  const shown = meetings.map(({ met: { number }, when }) => ({
    met: { source, ...(number === undefined ? {} : { licence: { number } }) },
    when,
  }));
  const [first] = shown;
  if (!first) return {};
  return Object.keys(first.when).length === 0 ? { met: first.met } : { meets: shown };
}
