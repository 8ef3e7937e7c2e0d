import type { Example } from '../lib/example.ts';
import { ErrorSummary } from './error-summary.tsx';

export const examples: Example[] = [
  {
    name: 'two errors',
    element: (
      <ErrorSummary
        title="有 2 处需要修改"
        errors={[
          { id: 'phone', text: '请填写 11 位手机号码。' },
          { id: 'area', text: '请填写建筑面积。' },
        ]}
      />
    ),
  },
];
