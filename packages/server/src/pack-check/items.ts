import { auditItem } from '@quancheng/kernel/service/items';
import type { CheckedPack, Found, PackRule } from './check.ts';
import { noField, noForm, noLicence, noProcess, noResource } from './texts.ts';

const audited: PackRule = ({ content }) =>
  content.items.flatMap((item) =>
    auditItem(item).map((defect) => ({ at: `items/${item.slug}/${defect.field}`, text: defect.text })),
  );

const references: PackRule = ({ content, processes }) =>
  content.items.flatMap((item) => {
    const at = `items/${item.slug}`;
    const findings: Found[] = [];
    if (!content.forms.some((form) => form.$id === item.form)) findings.push({ at, text: noForm(item.form) });
    if (!processes.some((process) => process.id === item.process))
      findings.push({ at, text: noProcess(item.process) });
    if (item.licence !== undefined && !content.licences.some((licence) => licence.code === item.licence)) {
      findings.push({ at, text: noLicence(item.licence) });
    }
    return findings;
  });

const materials: PackRule = ({ content, manifest, resources }) => {
  const licences = new Set([...content.licences.map(({ code }) => code), ...manifest.uses]);
  return content.items.flatMap((item) =>
    item.materials.flatMap(({ id, metBy, licence, match }) => {
      const at = `items/${item.slug}/materials/${id}`;
      const answering = licence ?? (metBy?.kind === 'licence' ? metBy.code : undefined);
      return [
        ...(metBy?.kind === 'resource' && !resources.has(metBy.code)
          ? [{ at, text: noResource(metBy.code) }]
          : []),
        ...(answering !== undefined && !licences.has(answering) ? [{ at, text: noLicence(answering) }] : []),
        ...Object.values(match ?? {})
          .filter((name) => !asksFor(content.forms, item.form, name))
          .map((name) => ({ at, text: noField(name) })),
      ];
    }),
  );
};

function asksFor(forms: CheckedPack['content']['forms'], key: string, field: string): boolean {
  return field in (forms.find((form) => form.$id === key)?.properties ?? {});
}

export const itemRules = {
  'item-audit': audited,
  'item-references': references,
  'item-materials': materials,
};
