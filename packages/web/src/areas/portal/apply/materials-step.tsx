import { useState } from 'react';
import { Button, ErrorSummary } from '@quancheng/ui';
import { Check } from 'lucide-react';
import type { FormAnswer } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { MaterialUpload, materialId, withFile } from '../form/material-upload.tsx';
import type { Files } from './form-flow.tsx';
import { Back, type Frame } from './progress.tsx';

type Material = FormAnswer['materials'][number];

interface MaterialsStepProps {
  frame: Frame;
  materials: Material[];
  files: Files;
  onFiles: (files: Files) => void;
  onward: () => void;
}

export function MaterialsStep({ frame, materials, files, onFiles, onward }: MaterialsStepProps) {
  const { t, text } = useWords();
  const [errors, setErrors] = useState<{ id: string; text: string }[]>([]);
  const [attempt, setAttempt] = useState(0);
  const held = materials.filter((material) => material.met);
  const wanted = materials.filter((material) => !material.met);
  const check = () =>
    wanted
      .filter((material) => material.need === 'needed' && !files[material.id])
      .map((material) => ({
        id: materialId(material.id),
        text: t('materials.missing', { name: text(material.name) }),
      }));
  return (
    <>
      {frame.back && <Back onClick={frame.back} />}
      {frame.progress}
      <h1>{t('materials.title')}</h1>
      <p className="lead">{t(wanted.length === 0 ? 'materials.allHeld' : 'materials.intro')}</p>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = check();
          setErrors(found);
          setAttempt(attempt + 1);
          if (found.length === 0) onward();
        }}
      >
        <ErrorSummary title={t('form.errors', { n: errors.length })} errors={errors} attempt={attempt} />
        {wanted.map((material) => (
          <MaterialUpload
            key={material.id}
            material={material}
            note={material.need === 'later' ? t('guide.later') : undefined}
            file={files[material.id]}
            error={errors.find((error) => error.id === materialId(material.id))?.text}
            onFile={(file) => {
              onFiles(withFile(files, material.id, file));
              setErrors(errors.filter((error) => error.id !== materialId(material.id)));
            }}
          />
        ))}
        {held.length > 0 && (
          <ul className="materials">
            {held.map((material) => (
              <li key={material.id} className="material material--held">
                <Check size={22} aria-hidden className="material__icon" />
                <div>
                  <p className="material__name">{text(material.name)}</p>
                  <p className="material__held">
                    {t(material.met?.licence ? 'materials.licence' : 'guide.held')}
                  </p>
                  {material.met && (
                    <p className="material__more">
                      {material.met.licence
                        ? t('materials.licenceNumber', { number: material.met.licence.number })
                        : t('guide.heldFrom', { source: text(material.met.source) })}
                    </p>
                  )}
                  {material.met?.licence && (
                    <details open={files[material.id] !== undefined}>
                      <summary>{t('materials.instead')}</summary>
                      <p className="material__more">{t('materials.insteadText')}</p>
                      <MaterialUpload
                        material={material}
                        note={material.need === 'later' ? t('guide.later') : undefined}
                        file={files[material.id]}
                        error={undefined}
                        onFile={(file) => onFiles(withFile(files, material.id, file))}
                      />
                    </details>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
        <div className="actions">
          <Button type="submit">{t('apply.continue')}</Button>
        </div>
      </form>
    </>
  );
}
