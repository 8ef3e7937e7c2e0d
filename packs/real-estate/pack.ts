import { definePack } from '@quancheng/pack-sdk';
import { demoRecords } from './demo.ts';

export default definePack({
  id: 'real-estate',
  name: { zh: '不动产登记', en: 'Real estate registration' },
  summary: {
    zh: '房屋权属证明和房屋买卖过户。',
    en: 'Proof of property rights, and the transfer of a home that is sold.',
  },
  agency: 'real-estate',
  uses: ['person', 'legal-entity'],
  demo: demoRecords,
});
