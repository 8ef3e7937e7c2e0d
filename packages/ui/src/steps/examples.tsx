import type { Example } from '../lib/example.ts';
import { Steps, Timeline } from './steps.tsx';

export const examples: Example[] = [
  {
    name: 'steps',
    element: (
      <Steps
        steps={[
          { key: '1', title: '受理', note: '当场', detail: '系统核对您的条件。' },
          { key: '2', title: '发证', detail: '电子证照即时生成。' },
        ]}
      />
    ),
  },
  {
    name: 'timeline',
    element: (
      <Timeline
        entries={[
          { key: '2', title: '已受理', time: '12 月 1 日（周二）9:30' },
          { key: '1', title: '您提交了申请', time: '12 月 1 日（周二）9:28' },
        ]}
      />
    ),
  },
];
