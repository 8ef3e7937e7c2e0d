import type { Fact } from '@quancheng/ui';
import type { CaseDetail } from '../../../api/types.ts';
import type { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { answerText } from '../form/answer-text.ts';

/** These answers of an application that are there, with where they came from. */
export function answerFacts(
  { schema, form, sources }: CaseDetail,
  names: readonly string[],
  { t, lang, text }: ReturnType<typeof useWords>,
): Fact[] {
  return names.flatMap((name) => {
    const field = schema.properties[name];
    if (!field || form[name] === undefined) return [];
    const source = sources[name];
    return [
      {
        key: name,
        label: field['x-title'] ? text(field['x-title']) : name,
        value: <AsWritten>{answerText(field, form[name], undefined, t, lang)}</AsWritten>,
        ...(source
          ? {
              detail: t('form.source', { resource: text(source.resourceName), agency: text(source.agency) }),
            }
          : {}),
      },
    ];
  });
}
