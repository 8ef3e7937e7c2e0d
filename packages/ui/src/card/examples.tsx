import type { Example } from '../lib/example.ts';
import { Card } from './card.tsx';

export const examples: Example[] = [
  { name: 'plain', element: <Card>办理地点</Card> },
  { name: 'tint', element: <Card tone="tint">您有一件事项需要补正</Card> },
  { name: 'sunk', element: <Card tone="sunk">咨询电话</Card> },
];
