import { useEffect, useId, useRef, type ReactNode } from 'react';
import { X } from 'lucide-react';

export interface DialogProps {
  title: ReactNode;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog; it is open while it is rendered. */
export function Dialog({ title, closeLabel, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    // Safari 14 knows no modal dialog: there it lies over the page as a plain one.
    if (typeof element.showModal === 'function') element.showModal();
    else element.setAttribute('open', '');
  }, []);
  return (
    <dialog
      ref={dialog}
      className="qc-dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="qc-dialog__head">
        <h2 id={titleId} className="qc-dialog__title">
          {title}
        </h2>
        <button type="button" className="qc-dialog__close" aria-label={closeLabel} onClick={onClose}>
          <X aria-hidden />
        </button>
      </div>
      {children}
    </dialog>
  );
}
