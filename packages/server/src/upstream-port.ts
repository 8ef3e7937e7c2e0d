import type { UpstreamPorts } from '@quancheng/kernel/subject/identity';
import type { Catalogue } from '@quancheng/kernel/data/catalogue';
import { findRecord } from '@quancheng/kernel/data/libraries';

/** Answers what a sign-in from elsewhere asks of the person library. */
export function createUpstreamPorts(catalogue: Catalogue): UpstreamPorts {
  return {
    findPerson: async (ctx, { idNumber, name }) => {
      const look = { ...ctx, purpose: 'sign-in' as const };
      const record = await findRecord(look, catalogue, 'person', { idNumber }, { fields: ['name', 'alive'] });
      if (!record || record['alive'] !== true) return undefined;
      const registered = String(record['name']);
      return name === undefined || name === registered ? { id: record.id, name: registered } : undefined;
    },
  };
}
