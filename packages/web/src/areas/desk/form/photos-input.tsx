import { useRef, useState } from 'react';
import { Button } from 'antd';
import { Camera, X } from 'lucide-react';
import { useUpload } from '../../../api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';

const largest = 20 * 1024 * 1024;

interface PhotosInputProps {
  id: string;
  /** Ids of the stored pictures. */
  value: string[];
  onChange: (value: string[] | undefined) => void;
}

/** Takes several pictures, with the camera where there is one, and keeps the ids of the stored files. */
export function PhotosInput({ id, value, onChange }: PhotosInputProps) {
  const { w } = useDeskWords();
  const upload = useUpload();
  const chooser = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(0);
  const [tooLarge, setTooLarge] = useState<string[]>([]);

  async function take(files: File[]): Promise<void> {
    const fitting = files.filter((file) => file.size <= largest);
    setTooLarge(files.filter((file) => file.size > largest).map((file) => file.name));
    let ids = value;
    for (const [index, file] of fitting.entries()) {
      setLeft(fitting.length - index);
      const stored = await upload.mutateAsync(file).catch(() => null);
      if (!stored) break; // the error is shown; those before it are kept
      ids = [...ids, stored.id];
      onChange(ids);
    }
    setLeft(0);
  }

  return (
    <fieldset id={id} className="desk-bare" aria-labelledby={`${id}-label`}>
      <ul className="desk-photos">
        {value.map((file, index) => (
          <li key={file}>
            <a href={`/api/v1/files/${file}`} target="_blank" rel="noreferrer">
              <img src={`/api/v1/files/${file}`} alt={w('photos.nth', { n: index + 1 })} />
            </a>
            <Button
              size="small"
              icon={<X size={16} aria-hidden />}
              aria-label={w('photos.remove', { n: index + 1 })}
              onClick={() => {
                const others = value.filter((other) => other !== file);
                onChange(others.length > 0 ? others : undefined);
              }}
            />
          </li>
        ))}
      </ul>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        capture="environment"
        multiple
        hidden
        aria-label={w('photos.take')}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void take(files);
        }}
      />
      <Button
        icon={<Camera size={18} aria-hidden />}
        loading={left > 0}
        onClick={() => chooser.current?.click()}
      >
        {left > 0 ? w('photos.left', { n: left }) : w('photos.take')}
      </Button>
      {tooLarge.length > 0 && (
        <p className="desk-field__error" role="alert">
          {w('photos.tooLarge', { names: tooLarge.join('、') })}
        </p>
      )}
      {upload.error && <Fault error={upload.error} />}
    </fieldset>
  );
}
