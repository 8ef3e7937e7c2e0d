import type { ReactNode } from 'react';

export interface EmptyProps {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing here, and what one may do about it. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="qc-empty">
      {icon && <div className="qc-empty__icon">{icon}</div>}
      <p className="qc-empty__title">{title}</p>
      {children && <div className="qc-empty__text">{children}</div>}
      {action && <div className="qc-empty__action">{action}</div>}
    </div>
  );
}
