import { useRef, useState } from 'react';
import { Button } from 'antd';
import { Upload, X } from 'lucide-react';
import { useUpload } from '../../../api/queries.ts';
import type { StoredFile } from '../../../api/types.ts';
import { formatBytes } from '../../../lib/format.ts';
import type { IntakeForm } from '../api/types.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

const largest = 20 * 1024 * 1024;
const accepted = 'image/jpeg,image/png,image/webp,application/pdf,application/ofd,.ofd';

/** A material as a sheet asks for it; its standard is known where the item says one. */
export type SheetMaterial = Pick<IntakeForm['materials'][number], 'id' | 'name' | 'need' | 'met'> &
  Partial<Pick<IntakeForm['materials'][number], 'standard'>>;

interface MaterialInputProps {
  material: SheetMaterial;
  file: StoredFile | undefined;
  onFile: (file: StoredFile | undefined) => void;
}

/** A scan or a photo of one material. */
export function MaterialInput({ material, file, onFile }: MaterialInputProps) {
  const { w, t, text } = useDeskWords();
  const upload = useUpload();
  const chooser = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const name = text(material.name);
  if (material.met) {
    return (
      <div className="desk-field">
        <p className="desk-field__label">{name}</p>
        <p className="desk-good">
          {material.met.licence
            ? w('intake.licence', { number: material.met.licence.number })
            : w('intake.met', { source: text(material.met.source) })}
        </p>
      </div>
    );
  }
  return (
    <div className="desk-field">
      <p className="desk-field__label">
        {name} {material.need === 'later' && <span className="desk-soft">{w('papers.state.later')}</span>}
      </p>
      {material.standard && <p className="desk-field__help">{text(material.standard)}</p>}
      {tooLarge && <p className="desk-field__error">{t('materials.tooLarge')}</p>}
      <input
        ref={chooser}
        type="file"
        hidden
        accept={accepted}
        aria-label={name}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = '';
          if (!chosen) return;
          setTooLarge(chosen.size > largest);
          if (chosen.size <= largest) upload.mutate(chosen, { onSuccess: onFile });
        }}
      />
      <div className="desk-row">
        {file && (
          <a href={`/api/v1/files/${file.id}`} target="_blank" rel="noreferrer">
            <AsWritten>{file.name}</AsWritten> · {formatBytes(file.bytes)}
          </a>
        )}
        <Button
          icon={<Upload size={16} aria-hidden />}
          loading={upload.isPending}
          aria-label={`${t(file ? 'materials.replace' : 'materials.choose')} ${name}`}
          onClick={() => chooser.current?.click()}
        >
          {t(file ? 'materials.replace' : 'materials.choose')}
        </Button>
        {file && (
          <Button
            icon={<X size={16} aria-hidden />}
            aria-label={`${t('materials.remove')} ${name}`}
            onClick={() => onFile(undefined)}
          >
            {t('materials.remove')}
          </Button>
        )}
      </div>
      {upload.error && <Fault error={upload.error} />}
    </div>
  );
}
