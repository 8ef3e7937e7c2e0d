import type { Example } from '../lib/example.ts';
import { StatusTag, Tag } from './tag.tsx';

export const examples: Example[] = [
  { name: 'tag', element: <Tag tone="brand">可网办</Tag> },
  { name: 'working', element: <StatusTag kind="working">办理中</StatusTag> },
  { name: 'waiting', element: <StatusTag kind="waiting">待补正</StatusTag> },
  { name: 'good', element: <StatusTag kind="good">已办结</StatusTag> },
  { name: 'bad', element: <StatusTag kind="bad">不予许可</StatusTag> },
];
