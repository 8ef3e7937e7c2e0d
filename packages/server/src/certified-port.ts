import type { PersonPorts } from '@quancheng/kernel/subject/authority';
import type { Catalogue } from '@quancheng/kernel/data/catalogue';
import { findRecord } from '@quancheng/kernel/data/libraries';

/** Whom a certificate names: a person of the library who lives; of number and name both must agree. */
export function certifiedPersons(catalogue: Catalogue): PersonPorts {
  return {
    findPerson: async (ctx, who) => {
      const where = 'id' in who ? { id: who.id } : { idNumber: who.idNumber };
      const record = await findRecord(ctx, catalogue, 'person', where, { fields: ['name', 'alive'] });
      if (!record || record['alive'] !== true) return undefined;
      const name = String(record['name']);
      return 'name' in who && who.name !== name ? undefined : { id: record.id, name };
    },
  };
}
