import { ApiError, newKey, peekJson, sendUnattended } from '../../../api/client.ts';
import type { Session } from '../../../api/types.ts';
import { dropCards, merge, readPackage, restate, writePackage } from './kept.ts';
import { devicesPath, type CardAnswer, type Package, type Standing } from './model.ts';

/**
 * Renews cards that near their end and drops those that are not one's own to have any more, without the page of the
 * cards: by the session of whoever is signed in here, which is not kept open by it. Answers whether something changed.
 */
export async function lookAfterCards(now: Date): Promise<boolean> {
  const kept = await readPackage();
  if (!kept || kept.cards.length === 0) return false;
  try {
    const { account, csrf } = await peekJson<Session>('/api/v1/session');
    if (account?.id !== kept.accountId) return false;
    return await (isRenewalDue(kept, now) ? renew(kept, csrf) : recheck(kept));
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    if (failure.problem?.code !== 'wallet.unknown-device') return false; // another time
    dropCards();
    return true;
  }
}

/** Whether a card that counts has used up two thirds of its time. */
export function isRenewalDue({ cards }: Pick<Package, 'cards'>, now: Date): boolean {
  return cards.some(({ state, card }) => {
    const [from, until] = [Date.parse(card.issuedAt), Date.parse(card.expiresAt)];
    return state === 'valid' && now.getTime() > from + ((until - from) * 2) / 3;
  });
}

async function renew(kept: Package, csrf: string): Promise<boolean> {
  const { items } = await sendUnattended<{ items: CardAnswer[] }>(
    {
      path: `${devicesPath}/${kept.deviceId}/cards`,
      body: { licences: kept.cards.map(({ licenceId }) => licenceId) },
    },
    csrf,
    newKey(),
  );
  return change(kept, (newest) => merge(newest, known(newest, items), new Date()));
}

async function recheck(kept: Package): Promise<boolean> {
  const { items } = await peekJson<{ items: Standing[] }>(`${devicesPath}/${kept.deviceId}/cards`);
  const states = new Map(items.map(({ licenceId, state }) => [licenceId, state]));
  const isSame = kept.cards.every(({ licenceId, state }) => (states.get(licenceId) ?? state) === state);
  return isSame ? false : change(kept, (newest) => restate(newest, items));
}

/** What was taken off the phone meanwhile does not come back. */
function known({ cards }: Package, answers: readonly CardAnswer[]): CardAnswer[] {
  return answers.filter(({ licenceId }) => cards.some((card) => card.licenceId === licenceId));
}

/** Changes what is kept now; another device or nothing may have come in its place. */
async function change(kept: Package, how: (newest: Package) => Package): Promise<boolean> {
  const newest = await readPackage();
  if (newest?.deviceId !== kept.deviceId) return false;
  await writePackage(how(newest));
  return true;
}
