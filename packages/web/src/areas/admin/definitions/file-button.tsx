import { Upload } from 'lucide-react';
import { useAdminWords } from '../words.ts';

interface FileButtonProps {
  /** Endings and types of the files that the chooser offers. */
  accept: string;
  onText: (text: string) => void;
}

/** Reads a file of one's own machine into the editor. */
export function FileButton({ accept, onText }: FileButtonProps) {
  const { w } = useAdminWords();
  return (
    <label className="admin-file">
      <Upload size={16} aria-hidden /> {w('rules.upload')}
      <input
        type="file"
        className="visually-hidden"
        accept={accept}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          void file?.text().then(onText);
          event.target.value = '';
        }}
      />
    </label>
  );
}
