import type { Example } from '../lib/example.ts';
import { FactList } from './fact-list.tsx';

export const examples: Example[] = [
  {
    name: 'tiles',
    element: (
      <FactList
        layout="tiles"
        facts={[
          { key: 'online', label: '网上办', value: '全程网办' },
          { key: 'days', label: '办结时限', value: '当场办结' },
          { key: 'fee', label: '费用', value: '免费' },
          { key: 'visits', label: '到现场', value: '不用跑' },
        ]}
      />
    ),
  },
  {
    name: 'rows',
    element: (
      <FactList
        facts={[
          { key: 'name', label: '姓名', value: '王秀英', detail: '来自人口库' },
          { key: 'phone', label: '手机号码', value: '139 0000 0000', action: <a href="#phone">修改</a> },
        ]}
      />
    ),
  },
];
