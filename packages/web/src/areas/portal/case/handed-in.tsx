import { FactList } from '@quancheng/ui';
import type { CaseDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatBytes } from '../../../lib/format.ts';
import { answerText } from '../form/answer-text.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** What was filled in and handed in, to look it up. */
export function HandedIn({ entry }: { entry: CaseDetail }) {
  const { t, lang, text } = useWords();
  const answers = entry.schema['x-steps'].flatMap((step) =>
    step.fields.flatMap((name) => {
      const field = entry.schema.properties[name];
      if (!field || entry.form[name] === undefined) return [];
      const source = entry.sources[name];
      return [
        {
          key: name,
          label: field['x-title'] ? text(field['x-title']) : name,
          value: <AsWritten>{answerText(field, entry.form[name], undefined, t, lang)}</AsWritten>,
          ...(source
            ? {
                detail: t('form.source', {
                  resource: text(source.resourceName),
                  agency: text(source.agency),
                }),
              }
            : {}),
        },
      ];
    }),
  );
  return (
    <section aria-labelledby="handed-in">
      <h2 id="handed-in">{t('case.handedIn')}</h2>
      <details className="question">
        <summary>{t('case.answers')}</summary>
        <FactList facts={answers} />
      </details>
      {entry.materials.length > 0 && (
        <details className="question">
          <summary>{t('materials.title')}</summary>
          <FactList facts={entry.materials.map(materialFact)} />
        </details>
      )}
    </section>
  );

  function materialFact(material: CaseDetail['materials'][number]) {
    const label = text(material.name);
    if (material.file) {
      const { id, name, bytes } = material.file;
      return {
        key: material.id,
        label,
        value: <a href={`/api/v1/files/${id}`}>{name}</a>,
        detail: formatBytes(bytes),
      };
    }
    if (material.licence) {
      const { useId, number } = material.licence;
      return {
        key: material.id,
        label,
        value: <a href={`/api/v1/licence-uses/${useId}/file`}>{t('materials.licence')}</a>,
        detail: t('materials.licenceNumber', { number }),
      };
    }
    const value = t(`materials.state.${material.state}`);
    return { key: material.id, label, value, ...(material.source ? { detail: text(material.source) } : {}) };
  }
}
