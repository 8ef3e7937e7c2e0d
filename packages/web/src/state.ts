import type { DehydratedState } from '@tanstack/react-query';
import type { Lang } from './api/types.ts';

/** What the server hands to the browser with a page, in `<script id="qc-state">`. */
export interface PageState {
  lang: Lang;
  queries: DehydratedState;
  missing: string | null;
}

export const stateId = 'qc-state';
