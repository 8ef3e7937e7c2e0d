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
  fields: { name: string; label: Text; value: string; disputable: boolean }[];
}

/** Everything the libraries hold about a person, record by record, as the person may read it. */
export async function listMyData(
  ctx: Context,
  catalogue: Catalogue,
  personId: string,
): Promise<MyDataGroup[]> {
  const groups: MyDataGroup[] = [];
  for (const resource of catalogue.all()) {
    for (const subject of resource.source['x-subjects']) {
      if (subject.kind !== 'person') continue;
      const records = await queryRecords(ctx, catalogue, resource.code, { [subject.field]: personId });
      groups.push(...records.map((record) => present(resource, record)));
    }
  }
  return groups;
}

function present(resource: RegisteredResource, record: LibraryRecord): MyDataGroup {
  const fields = Object.entries(resource.source.properties)
    .filter(([name, field]) => !field['x-hidden'] && record[name] !== undefined)
    .map(([name, field]) => ({
      name,
      label: field['x-title'],
      value: presentValue(field, record[name]),
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
