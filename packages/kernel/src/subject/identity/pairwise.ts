import { createHmac, randomBytes } from 'node:crypto';
import { sealedColumn } from '../../platform/columns/index.ts';
import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';

/** From which the numbers of people in each sector follow. */
export const subjectSalt = sealedColumn('subject_salt', 'secret');

interface Sectored {
  sectorIdentifier?: string | undefined;
}

/**
 * The number by which the systems of a sector know an account (OpenID Connect Core 1.0 §8.1): 32 bytes, base64url. It is
 * the same as long as the installation lives, and nobody without the salt finds the account by it or the same person in
 * another sector.
 */
export function createPairwise(unit: UnitOfWork) {
  let salt: Promise<string> | undefined;
  return async (_ctx: unknown, accountId: string, client: object): Promise<string> => {
    salt ??= unit.run({ actor: system('numbers of people in each sector follow from a salt') }, readSalt);
    try {
      const { sectorIdentifier = '' } = client as Sectored;
      return createHmac('sha256', await salt)
        .update(`${sectorIdentifier}\0${accountId}`)
        .digest('base64url');
    } catch (error) {
      salt = undefined; // it could not be read: the next one tries again
      throw error;
    }
  };
}

/** Of several servers that make one at a time, all go on with the first. */
async function readSalt(ctx: Context): Promise<string> {
  const id = newId();
  const fresh = await ctx.columns.seal(ctx.tx, subjectSalt, id, randomBytes(32).toString('base64url'));
  await ctx.tx
    .insertInto('subjectSalt')
    .values({ id, secretSealed: fresh.sealed })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await ctx.tx
    .selectFrom('subjectSalt')
    .select(['id', 'secretSealed'])
    .executeTakeFirstOrThrow();
  if (!kept.secretSealed) throw new Error('the salt of subjects is gone');
  return ctx.columns.open(ctx.tx, subjectSalt, kept.id, kept.secretSealed);
}
