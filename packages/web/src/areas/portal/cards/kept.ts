import { createStore } from '../../../lib/store.ts';
import type { CardAnswer, Package, Standing } from './model.ts';
import { usuallyShown } from './model.ts';

const store = createStore('qc-cards');
const key = 'package';

export async function readPackage(): Promise<Package | null> {
  return (await store.read<Package>(key)) ?? null;
}

export async function writePackage(kept: Package): Promise<void> {
  await store.write(key, kept);
}

/** Whoever signs out leaves no card behind. */
export function dropCards(): void {
  void store.remove(key).catch(() => undefined);
}

/** A package after the server answered: cards anew, and how those stand that it gives no more. */
export function merge(kept: Package, answers: readonly CardAnswer[], now: Date): Package {
  const cards = [...kept.cards];
  for (const { licenceId, state, card } of answers) {
    const at = cards.findIndex((one) => one.licenceId === licenceId);
    const before = cards[at];
    if (before) cards[at] = { ...before, state, card: card ?? before.card };
    else if (card) cards.push({ licenceId, state, card, chosen: usuallyShown(card) });
  }
  return { ...withoutLost({ ...kept, cards }), fetchedAt: now.toISOString() };
}

/** A package after the server said how its cards stand; none of them is newer by that. */
export function restate(kept: Package, standings: readonly Standing[]): Package {
  const states = new Map(standings.map(({ licenceId, state }) => [licenceId, state]));
  const cards = kept.cards.map((card) => ({ ...card, state: states.get(card.licenceId) ?? card.state }));
  return withoutLost({ ...kept, cards });
}

/** What is not one's own to have any more leaves the phone, as when a mandate has ended. */
function withoutLost(kept: Package): Package {
  return { ...kept, cards: kept.cards.filter(({ state }) => state !== 'unknown') };
}
