import { FactList } from '@quancheng/ui';
import type { CaseDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatBytes } from '../../../lib/format.ts';
import { answerFacts } from './answer-facts.tsx';
import { NewTab, newTab } from './new-tab.tsx';

/** What was filled in and handed in, to look it up. */
export function HandedIn({ entry, isOwn }: { entry: CaseDetail; isOwn: boolean }) {
  const words = useWords();
  const { t, text } = words;
  const answers = answerFacts(
    entry,
    entry.schema['x-steps'].flatMap((step) => step.fields),
    words,
  );
  const own = isOwn ? 'case.handedIn' : 'case.handedInForOther';
  const title = entry.reader === 'applicant' ? own : 'case.handedInByApplicant';
  return (
    <section aria-labelledby="handed-in">
      <h2 id="handed-in">{t(title)}</h2>
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
        value: (
          <a href={`/api/v1/files/${id}`} {...newTab}>
            {name}
            <NewTab />
          </a>
        ),
        detail: formatBytes(bytes),
      };
    }
    if (material.licence) {
      const { useId, number } = material.licence;
      return {
        key: material.id,
        label,
        value: (
          <a href={`/api/v1/licence-uses/${useId}/file`} {...newTab}>
            {t('materials.licence')}
            <NewTab />
          </a>
        ),
        detail: t('materials.licenceNumber', { number }),
      };
    }
    const value = t(`materials.state.${material.state}`);
    return { key: material.id, label, value, ...(material.source ? { detail: text(material.source) } : {}) };
  }
}
