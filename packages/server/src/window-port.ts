import type { WindowPorts } from '@quancheng/kernel/subject/windows';
import type { Catalogue } from '@quancheng/kernel/data/catalogue';
import { findRecord } from '@quancheng/kernel/data/libraries';

/** Finds who stands at a window: number and name must agree, so that nobody reads records by trying numbers. */
export function windowPorts(catalogue: Catalogue): WindowPorts {
  return {
    findPerson: async (ctx, { idNumber, name }) => {
      const fields = ['name', 'alive'];
      const record = await findRecord(ctx, catalogue, 'person', { idNumber }, { fields });
      if (!record || record['alive'] !== true || record['name'] !== name) return undefined;
      return { id: record.id, name };
    },
  };
}
