import { useState } from 'react';
import { Button, ErrorSummary, Field, FileUpload } from '@quancheng/ui';
import { Check } from 'lucide-react';
import { useUpload } from '../../../api/queries.ts';
import type { FormAnswer } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatBytes } from '../../../lib/format.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import type { Files } from './form-flow.tsx';
import { Back, type Frame } from './progress.tsx';

type Material = FormAnswer['materials'][number];

const largest = 20 * 1024 * 1024;
const accepted = 'image/jpeg,image/png,image/webp,application/pdf,application/ofd,.ofd';

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
          <Wanted
            key={material.id}
            material={material}
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
                      <Wanted
                        material={material}
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

function withFile(files: Files, id: string, file: Files[string] | undefined): Files {
  const others = Object.entries(files).filter(([name]) => name !== id);
  return Object.fromEntries(file ? [...others, [id, file]] : others);
}

export function materialId(id: string): string {
  return `m-${id}`;
}

interface WantedProps {
  material: Material;
  file: Files[string] | undefined;
  error: string | undefined;
  onFile: (file: Files[string] | undefined) => void;
}

function Wanted({ material, file, error, onFile }: WantedProps) {
  const { t, text } = useWords();
  const upload = useUpload();
  const [tooLarge, setTooLarge] = useState(false);
  const help = [material.standard && text(material.standard), t('materials.kinds')].filter(Boolean).join(' ');
  return (
    <div className="stack stack--close">
      <Field
        id={materialId(material.id)}
        label={text(material.name)}
        note={material.need === 'later' ? t('guide.later') : undefined}
        help={help}
        error={tooLarge ? t('materials.tooLarge') : error}
      >
        {(control) => (
          <FileUpload
            {...control}
            name={material.id}
            accept={accepted}
            file={
              file && {
                id: file.id,
                name: file.name,
                size: formatBytes(file.bytes),
                href: `/api/v1/files/${file.id}`,
              }
            }
            progress={upload.isPending ? t('materials.uploading') : undefined}
            labels={{
              choose: t('materials.choose'),
              replace: t('materials.replace'),
              remove: t('materials.remove'),
            }}
            onChoose={(chosen) => {
              setTooLarge(chosen.size > largest);
              if (chosen.size <= largest) upload.mutate(chosen, { onSuccess: onFile });
            }}
            onRemove={() => onFile(undefined)}
          />
        )}
      </Field>
      {upload.error && <ProblemNotice error={upload.error} />}
    </div>
  );
}
