import type { Example } from '../lib/example.ts';
import { Rating } from './rating.tsx';

export const examples: Example[] = [
  {
    name: 'four stars',
    element: (
      <Rating
        id="rating"
        name="rating"
        legend="这次办事，您满意吗？"
        words={['非常不满意', '不满意', '基本满意', '满意', '非常满意']}
        value={4}
        onChange={() => undefined}
      />
    ),
  },
];
