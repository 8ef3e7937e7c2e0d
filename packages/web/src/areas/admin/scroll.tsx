import type { ReactNode } from 'react';

/** What may be wider than the page, moved sideways by finger or by keyboard. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be within reach of the keyboard (WCAG 2.1.1)
    <section className="admin-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
