import { addYears } from '@quancheng/kernel/platform/calendar';
import { dateOf } from '@quancheng/kernel/platform/clock';
import type { Context } from '@quancheng/kernel/platform/context';
import { sql } from '@quancheng/kernel/platform/database';
import type { Text } from '@quancheng/kernel/platform/text';
import { recordAccess } from '@quancheng/kernel/subject/access';
import type { MandatePorts } from '@quancheng/kernel/subject/mandates';
import type { Catalogue } from '@quancheng/kernel/data/catalogue';
import { findRecord } from '@quancheng/kernel/data/libraries';
import { findOpenCase } from '@quancheng/kernel/service/cases';

const ageOfMajority = 18;

/** Answers what mandates ask of the libraries and the items. */
export function createMandatePorts(catalogue: Catalogue): MandatePorts {
  return {
    namesOf: async (ctx, kind, ids) => {
      if (ids.length === 0) return new Map();
      const { code, table } = catalogue.get(kind === 'person' ? 'person' : 'legal-entity');
      const { rows } = await sql<{ id: string; name: string }>`
        select id, name from ${sql.table(table ?? '')} where id = any(${[...ids]}::uuid[])`.execute(ctx.tx);
      const looks = rows.map(({ id }) => ({
        subjectKind: kind,
        subjectId: id,
        resource: code,
        fields: ['name'],
      }));
      recordAccess(forAnother(ctx), looks);
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    findAdult: async (ctx, who) => {
      const where = 'id' in who ? { id: who.id } : { idNumber: who.idNumber };
      const fields = ['name', 'birthDate', 'alive'];
      const record = await findRecord(forAnother(ctx), catalogue, 'person', where, { fields });
      if (!record || record['alive'] !== true) return undefined;
      if ('name' in who && record['name'] !== who.name) return undefined;
      const ofAge = addYears(String(record['birthDate']), ageOfMajority) <= dateOf(ctx.now);
      return ofAge ? { id: record.id } : undefined;
    },

    findLiving: async (ctx, { name, idNumber }) => {
      const fields = ['name', 'birthDate', 'alive'];
      const record = await findRecord(forAnother(ctx), catalogue, 'person', { idNumber }, { fields });
      if (!record || record['alive'] !== true || record['name'] !== name) return undefined;
      return { id: record.id, birthDate: String(record['birthDate']) };
    },

    itemTitles: async (ctx, codes) => {
      if (codes.length === 0) return new Map();
      // A mandate may name an item that was withdrawn since: its newest version still says what it was.
      const { rows } = await sql<{ code: string; title: Text }>`
        select distinct on (code) code, content->'title' as title from item_version
        where code = any(${[...codes]}) and state in ('published', 'withdrawn')
        order by code, version desc`.execute(ctx.tx);
      return new Map(rows.map(({ code, title }) => [code, title]));
    },

    findOpenCase,
  };
}

function forAnother(ctx: Context): Context {
  return { ...ctx, purpose: ctx.purpose ?? 'form-filling' };
}
