import type { Text } from '@quancheng/kernel/platform/text';
import type { ResourceNames } from '@quancheng/kernel/subject/access';
import {
  caseParts,
  materialsOfOfficials,
  namesOfCases,
  noticeTitles,
  type CaseNames,
} from '@quancheng/kernel/service/cases';
import { changePaperTitles } from '@quancheng/kernel/service/licences';
import type { Services } from './services.ts';

type Names = Readonly<Record<string, Text>>;

/** What access records hold, in words: resources of the catalogue, cases and their papers, licences. */
export function accessNames({ packs, catalogue }: Pick<Services, 'packs' | 'catalogue'>): ResourceNames {
  const licences = packs.flatMap(({ content }) => content.licences);
  const questions = questionsOf(packs);
  const types: Names = Object.fromEntries(licences.map(({ code, name }) => [code, name]));
  const ofResource = (code: string, words: CaseNames) => {
    switch (code) {
      case 'service-case':
        return {
          name: { zh: '办件', en: 'Case' },
          fields: { ...questions, ...words.questions, ...caseParts },
        };
      case 'case-material':
        return { name: { zh: '办件材料', en: 'Material of a case' }, fields: words.materials };
      case 'case-notice':
        return { name: { zh: '通知书', en: 'Notice' }, fields: noticeTitles };
      case 'licence-notice':
        return { name: { zh: '通知书', en: 'Notice' }, fields: changePaperTitles };
      case 'licence-paper':
        return { name: { zh: '电子证照', en: 'Electronic licence' }, fields: types };
      default:
        return licenceNames(licences, code) ?? catalogue.names(code);
    }
  };
  return async (ctx, looks) => {
    const ids = looks
      .filter(({ resource }) => resource === 'service-case' || resource === 'case-material')
      .flatMap(({ caseId }) => caseId ?? []);
    const cases = await namesOfCases(ctx, [...new Set(ids)]);
    return ({ resource, caseId }) => ofResource(resource, cases.get(caseId ?? '') ?? noWords);
  };
}

const noWords: CaseNames = { questions: {}, materials: materialsOfOfficials };

/** Questions of all forms: a record may name one that the form of its case does not ask any more. */
function questionsOf(packs: Services['packs']): Names {
  const titles = packs.flatMap(({ content }) =>
    content.forms.flatMap((form) =>
      Object.entries(form.properties).map(([name, field]) => [name, field['x-title']] as const),
    ),
  );
  return Object.fromEntries(titles);
}

/** What was read of a licence, which access records name `licence.TYPE`: the fields of its type. */
function licenceNames(
  licences: readonly { code: string; name: Text; fields: readonly { name: string; label: Text }[] }[],
  code: string,
) {
  const type = licences.find((licence) => `licence.${licence.code}` === code);
  return (
    type && {
      name: type.name,
      fields: Object.fromEntries(type.fields.map(({ name, label }) => [name, label])),
    }
  );
}
