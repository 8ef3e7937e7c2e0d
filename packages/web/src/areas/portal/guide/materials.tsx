import { Check, FileText } from 'lucide-react';
import type { ItemMaterial } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';

/** What one has to hand in, and what the government holds already. */
export function Materials({ materials }: { materials: ItemMaterial[] }) {
  const { t } = useWords();
  const held = materials.filter((material) => material.held || material.need === 'notNeeded');
  const wanted = materials.filter((material) => !held.includes(material));
  return (
    <section aria-labelledby="materials">
      <h2 id="materials">{t('guide.materials')}</h2>
      <p className="lead">
        {wanted.length === 0
          ? t('guide.nothingToHandIn')
          : t(held.length > 0 ? 'guide.handInSome' : 'guide.handInAll', {
              n: wanted.length,
              held: held.length,
            })}
      </p>
      {materials.length > 0 && (
        <ul className="materials">
          {wanted.map((material) => (
            <Wanted key={material.id} material={material} />
          ))}
          {held.map((material) => (
            <Held key={material.id} material={material} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Wanted({ material }: { material: ItemMaterial }) {
  const { t, text } = useWords();
  const how = t(
    { electronic: 'guide.electronic', paper: 'guide.paper', both: 'guide.either' }[material.form],
  );
  return (
    <li className="material">
      <FileText size={22} aria-hidden className="material__icon" />
      <div>
        <p className="material__name">{text(material.name)}</p>
        <p className="material__more">
          {[
            material.byLicence && t('guide.byLicence'),
            material.need === 'later' && t('guide.later'),
            how,
            text(material.source),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {material.standard && <p className="material__more">{text(material.standard)}</p>}
      </div>
    </li>
  );
}

function Held({ material }: { material: ItemMaterial }) {
  const { t, text } = useWords();
  return (
    <li className="material material--held">
      <Check size={22} aria-hidden className="material__icon" />
      <div>
        <p className="material__name">{text(material.name)}</p>
        <p className="material__held">{t('guide.held')}</p>
        {material.heldSource && (
          <p className="material__more">{t('guide.heldFrom', { source: text(material.heldSource) })}</p>
        )}
      </div>
    </li>
  );
}
