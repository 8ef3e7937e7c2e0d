import type { Context } from '../../platform/context/index.ts';
import type { ItemVersion } from '../items/index.ts';
import { requireFiles } from './answers.ts';
import type { CaseDeps } from './deps.ts';
import { caseErrors } from './errors.ts';
import type { CaseMaterial, CaseRow } from './model.ts';
import { verbRules } from './verbs.ts';

type Material = ItemVersion['content']['materials'][number];

/**
 * Whether a material may be handed in now, after the application: it may follow and is missing, or came that way
 * before. What came with the application changes by a correction alone.
 */
export function mayFollow(
  { status, materials }: Pick<CaseRow, 'status' | 'materials'>,
  { id, need }: Pick<Material, 'id' | 'need'>,
): boolean {
  if (need !== 'later' || !verbRules.materials.in.includes(status)) return false;
  const given = materials.find((material) => material.id === id);
  return given?.met === undefined && (given?.fileId === undefined || given.followed === true);
}

/**
 * Puts materials that follow into the case and answers those that are new, in the order of the item. A file
 * that stands there already changes nothing. Errors: `case.nothing-follows`, `case.may-not-follow`, `case.not-my-file`.
 */
export async function takeFollowing(
  ctx: Context,
  deps: Pick<CaseDeps, 'files'>,
  { row, item }: { row: CaseRow; item: ItemVersion },
  given: readonly { id: string; fileId: string }[],
): Promise<Material[]> {
  if (given.length === 0) throw caseErrors.nothingFollows();
  const asked = item.content.materials;
  for (const { id } of given) {
    const material = asked.find((one) => one.id === id);
    if (!material || !mayFollow(row, material)) throw caseErrors.mayNotFollow({ name: material?.name ?? id });
  }
  const files = new Map(given.map(({ id, fileId }) => [id, fileId]));
  const fresh = [...files].filter(([id, fileId]) => fileIn(row.materials, id) !== fileId);
  await requireFiles(
    ctx,
    deps,
    fresh.map(([, fileId]) => ({ fileId })),
    [],
  );
  const ids = new Set(fresh.map(([id]) => id));
  row.materials = [
    ...row.materials.filter(({ id }) => !ids.has(id)),
    ...fresh.map(([id, fileId]) => ({ id, fileId, followed: true as const })),
  ];
  return asked.filter(({ id }) => ids.has(id));
}

function fileIn(materials: readonly CaseMaterial[], id: string): string | undefined {
  return materials.find((material) => material.id === id)?.fileId;
}
