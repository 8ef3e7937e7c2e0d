import { auditItem } from '@quancheng/kernel/service/items';
import type { PackRule } from './check.ts';

const audited: PackRule = ({ content }) =>
  content.items.flatMap((item) =>
    auditItem(item).map((defect) => ({ at: `items/${item.slug}/${defect.field}`, text: defect.text.en })),
  );

const references: PackRule = ({ content, processes }) =>
  content.items.flatMap((item) => {
    const at = `items/${item.slug}`;
    const findings = [];
    if (!content.forms.some((form) => form.$id === item.form))
      findings.push({ at, text: `there is no form “${item.form}”` });
    if (!processes.some((process) => process.id === item.process))
      findings.push({ at, text: `there is no process “${item.process}” that runs` });
    if (item.licence !== undefined && !content.licences.some((licence) => licence.code === item.licence)) {
      findings.push({ at, text: `there is no licence type “${item.licence}”` });
    }
    return findings;
  });

const materials: PackRule = ({ content, resources }) =>
  content.items.flatMap((item) =>
    item.materials
      .filter(({ metBy }) => metBy?.kind === 'resource' && !resources.has(metBy.code))
      .map((material) => ({
        at: `items/${item.slug}/materials/${material.id}`,
        text: `unknown resource “${material.metBy?.code}”`,
      })),
  );

export const itemRules = {
  'item-audit': audited,
  'item-references': references,
  'item-materials': materials,
};
