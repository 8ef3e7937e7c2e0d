import { useState } from 'react';
import { Field, FileUpload } from '@quancheng/ui';
import { useUpload } from '../../../api/queries.ts';
import type { StoredFile, Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatBytes, sentences } from '../../../lib/format.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';

const largest = 20 * 1024 * 1024;
const accepted = 'image/jpeg,image/png,image/webp,application/pdf,application/ofd,.ofd';

export function materialId(id: string): string {
  return `m-${id}`;
}

/** The chosen files by material, with another one, or none, for one of them. */
export function withFile(
  files: Readonly<Record<string, StoredFile>>,
  id: string,
  file: StoredFile | undefined,
): Record<string, StoredFile> {
  const others = Object.entries(files).filter(([name]) => name !== id);
  return Object.fromEntries(file ? [...others, [id, file]] : others);
}

interface MaterialUploadProps {
  material: { id: string; name: Text; standard?: Text };
  /** Beside the name. */
  note?: string | undefined;
  file: StoredFile | undefined;
  error: string | undefined;
  onFile: (file: StoredFile | undefined) => void;
}

/** A material with what it must show, and the file for it: uploaded once it is chosen. */
export function MaterialUpload({ material, note, file, error, onFile }: MaterialUploadProps) {
  const { t, lang, text } = useWords();
  const upload = useUpload();
  const [tooLarge, setTooLarge] = useState(false);
  const help = sentences([material.standard && text(material.standard), t('materials.kinds')], lang);
  return (
    <div className="stack stack--close">
      <Field
        id={materialId(material.id)}
        label={text(material.name)}
        note={note}
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
