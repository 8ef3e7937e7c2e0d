import type { ReactNode } from 'react';
import { FileText, Paperclip, X } from 'lucide-react';
import type { ControlProps } from '../field/field.tsx';

export interface UploadedFile {
  id: string;
  name: string;
  /** Size in words, as 「1.2 MB」. */
  size: string;
  href: string;
}

export interface FileUploadProps extends ControlProps {
  name: string;
  accept: string;
  file: UploadedFile | undefined;
  /** Words while a file is under way. */
  progress: ReactNode | undefined;
  labels: { choose: string; replace: string; remove: string };
  onChoose: (file: File) => void;
  onRemove: () => void;
}

/** The browser's own file control; one file at a time. */
export function FileUpload({ file, progress, labels, onChoose, onRemove, ...control }: FileUploadProps) {
  return (
    <div className="qc-upload">
      {file && (
        <div className="qc-upload__file">
          <FileText size={22} aria-hidden />
          <span className="qc-upload__name">
            <a href={file.href} target="_blank" rel="noreferrer">
              {file.name}
            </a>
            <span className="qc-upload__size">{file.size}</span>
          </span>
          <button
            type="button"
            className="qc-upload__remove"
            aria-label={`${labels.remove} ${file.name}`}
            onClick={onRemove}
          >
            <X size={20} aria-hidden />
          </button>
        </div>
      )}
      <label className="qc-upload__button">
        <input
          {...control}
          type="file"
          className="visually-hidden"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) onChoose(chosen);
            event.target.value = '';
          }}
        />
        <Paperclip size={20} aria-hidden />
        <span>{file ? labels.replace : labels.choose}</span>
      </label>
      <output className="qc-upload__progress">{progress}</output>
    </div>
  );
}
