import { definePack } from '@quancheng/pack-sdk';
import { demoRecords } from './demo.ts';

export default definePack({
  id: 'housing-fund',
  name: { zh: '住房公积金', en: 'Housing provident fund' },
  summary: {
    zh: '公积金提取和缴存证明。',
    en: 'Withdrawals from the housing fund, and proof of deposits.',
  },
  agency: 'housing-fund',
  uses: ['person', 'property-right', 'property-certificate'],
  demo: demoRecords,
});
