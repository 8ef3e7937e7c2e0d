import type { ReactNode } from 'react';

type Named = { label: string } | { labelledBy: string };

/** What may be wider than the page, moved sideways by finger or by keyboard. */
export function Scroll({ children, ...named }: Named & { children: ReactNode }) {
  const name = 'label' in named ? { 'aria-label': named.label } : { 'aria-labelledby': named.labelledBy };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be within reach of the keyboard (WCAG 2.1.1)
    <section className="staff-scroll" tabIndex={0} {...name}>
      {children}
    </section>
  );
}
