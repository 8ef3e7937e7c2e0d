import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { Catalogue, RegisteredResource } from '../catalogue/index.ts';
import { presentValue } from './present.ts';
import { queryRecords, type LibraryRecord } from './store.ts';

/** What one resource holds about the signed-in person. */
export interface MyDataGroup {
  resource: string;
  recordId: string;
  name: Text;
  source: { agency: Text; asOf: string };
  fields: { name: string; label: Text; value: Text; disputable: boolean }[];
}

/** Everything the libraries hold about a person, record by record, as the person may read it. */
export async function listMyData(
  ctx: Context,
  catalogue: Catalogue,
  personId: string,
): Promise<MyDataGroup[]> {
  const found: { resource: RegisteredResource; record: LibraryRecord }[] = [];
  for (const resource of catalogue.all()) {
    for (const subject of resource.source['x-subjects']) {
      if (subject.kind !== 'person') continue;
      const records = await queryRecords(ctx, catalogue, resource.code, { [subject.field]: personId });
      found.push(...records.map((record) => ({ resource, record })));
    }
  }
  const divisions = await namesOfDivisions(ctx, found);
  return found.map(({ resource, record }) => present(resource, record, divisions));
}

async function namesOfDivisions(
  ctx: Context,
  found: readonly { resource: RegisteredResource; record: LibraryRecord }[],
): Promise<Map<string, Text>> {
  const codes = found.flatMap(({ resource, record }) =>
    Object.entries(resource.source.properties)
      .filter(([, field]) => field['x-format'] === 'division')
      .map(([name]) => record[name])
      .filter((code) => typeof code === 'string'),
  );
  if (codes.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom('division')
    .select(['code', 'nameZh', 'nameEn'])
    .where('code', 'in', codes)
    .execute();
  return new Map(rows.map(({ code, nameZh, nameEn }) => [code, { zh: nameZh, en: nameEn }]));
}

function present(
  resource: RegisteredResource,
  record: LibraryRecord,
  divisions: ReadonlyMap<string, Text>,
): MyDataGroup {
  const fields = Object.entries(resource.source.properties)
    .filter(([name, field]) => !field['x-hidden'] && record[name] !== undefined)
    .map(([name, field]) => ({
      name,
      label: field['x-title'],
      value: presentValue(field, record[name], divisions),
      disputable: resource.query === null,
    }));
  return {
    resource: resource.code,
    recordId: record.id,
    name: resource.source['x-name'],
    source: { agency: resource.agencyName, asOf: record.recordedAt },
    fields,
  };
}
