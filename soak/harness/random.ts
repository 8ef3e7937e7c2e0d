import type { Random } from '@quancheng/pack-sdk';
import { createRandom } from '@quancheng/server';

/** Another sequence of the same seed for each part, so that one part does not shift what another draws. */
export function randomOf(seed: number, part: number): Random {
  return createRandom(seed + part * 7919);
}

/** The list in an order that the seed decides. */
export function shuffle<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
