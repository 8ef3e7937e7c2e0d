import type { Example } from '../lib/example.ts';
import { Pager } from './pager.tsx';

export const examples: Example[] = [
  { name: 'more', element: <Pager href="?cursor=20" label="查看更多" onMore={() => undefined} /> },
];
