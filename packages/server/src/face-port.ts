import type { Context } from '@quancheng/kernel/platform/context';
import type { FacePerson } from '@quancheng/kernel/subject/face';
import type { Catalogue } from '@quancheng/kernel/data/catalogue';
import { findRecord } from '@quancheng/kernel/data/libraries';

/** Whom a face is compared with: the person library's record of the one who acts, and of nobody else. */
export function facePersonOf(catalogue: Catalogue) {
  return async (ctx: Context, id: string): Promise<FacePerson | undefined> => {
    if (ctx.actor.kind !== 'account' || ctx.actor.personId !== id) return undefined;
    const fields = ['name', 'idNumber', 'alive'];
    const record = await findRecord(ctx, catalogue, 'person', { id }, { fields });
    if (!record || record['alive'] !== true) return undefined;
    return { name: String(record['name']), idNumber: String(record['idNumber']) };
  };
}
