import type { Context } from '../../platform/context/index.ts';
import { presentMaterials, type ItemVersion } from '../items/index.ts';
import { openForm } from './answers.ts';
import type { Applicant } from './applicant.ts';
import type { CaseDeps } from './deps.ts';
import type { CaseMaterial } from './model.ts';

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

function metOf({ source }: ReturnType<typeof presentMaterials>[number], met: CaseMaterial['met']) {
  if (!met) return {};
  return { met: { source, ...(met.number === undefined ? {} : { licence: { number: met.number } }) } };
}
