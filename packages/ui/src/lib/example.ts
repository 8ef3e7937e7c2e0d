import type { ReactNode } from 'react';

/** One use of a component; the docs show it and the tests render it. */
export interface Example {
  name: string;
  element: ReactNode;
}
