import type { ReactNode } from 'react';
import { Drawer } from 'antd';
import { Fault } from '../shell/states.tsx';
import { useWidth } from '../shell/width.ts';

interface FormDrawerProps {
  title: string;
  /** Pixels, where there is room beside the page. */
  size: number;
  /** Why the last try failed. */
  error: Error | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form beside its page; a click outside of it loses nothing. */
export function FormDrawer({ title, size, error, onSubmit, onClose, children }: FormDrawerProps) {
  const narrow = useWidth() === 'narrow';
  return (
    <Drawer
      open
      title={title}
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '92%' : size}
      onClose={onClose}
      mask={{ closable: false }}
    >
      <form
        className="staff-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {error && <Fault error={error} />}
        {children}
      </form>
    </Drawer>
  );
}
