import { itemTypes } from '@quancheng/pack-sdk';
import type { ItemVersion } from './store.ts';

/** An item as lists show it. */
export function presentSummary(version: ItemVersion) {
  const { content } = version;
  return {
    code: version.code,
    name: content.name,
    title: content.title,
    agency: version.agencyName.zh,
    agencyCode: version.agencyCode,
    agencyTitle: version.agencyName,
    caseType: content.caseType,
    itemType: itemTypes[content.type].zh,
    online: content.handlingForm.includes('online'),
    serviceObjects: content.serviceObjects.includes(1)
      ? content.serviceObjects.length > 1
        ? ['person', 'enterprise']
        : ['person']
      : ['enterprise'],
    promisedDays: content.promised.amount,
    statutoryDays: content.statutory.amount,
    dayUnit: content.promised.unit,
    visits: content.visits,
    feeFrom: content.fees.length > 0 ? Math.min(...content.fees.map((fee) => fee.amount)) : 0,
    summary: content.summary,
  };
}

/** An item as its guide shows it. */
export function presentDetail(version: ItemVersion) {
  const { content } = version;
  return {
    ...presentSummary(version),
    version: version.version,
    assurance: content.assurance ?? 2,
    conditions: content.conditions,
    legalBasis: content.legalBasis,
    materials: presentMaterials(version),
    fees: content.fees.map(({ name, amount, basis }) => ({ name, amount, basis })),
    steps: content.steps,
    places: content.places,
    questions: content.questions,
    result: content.result ? { name: content.result.name, type: content.result.type } : null,
    enquiryPhone: content.enquiryPhone,
    complaintPhone: content.complaintPhone,
    effectiveFrom: content.effectiveFrom,
    actsForEntity: !content.serviceObjects.includes(1),
  };
}

export function presentMaterials(version: ItemVersion) {
  return version.content.materials.map((material) => ({
    id: material.id,
    name: material.name,
    need: material.need,
    held: material.metBy !== undefined,
    ...(material.metBy ? { heldSource: material.source } : {}),
    ...(material.licence === undefined ? {} : { byLicence: true }),
    form: material.form,
    copies: material.copies,
    source: material.source,
    ...(material.standard ? { standard: material.standard } : {}),
  }));
}
