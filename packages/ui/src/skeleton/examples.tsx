import type { Example } from '../lib/example.ts';
import { Skeleton } from './skeleton.tsx';

export const examples: Example[] = [{ name: 'three lines', element: <Skeleton label="正在读取" /> }];
