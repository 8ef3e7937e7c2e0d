import { definePack } from '@quancheng/pack-sdk';

export default definePack({
  id: 'food-business',
  name: { zh: '食品经营', en: 'Food business' },
  summary: {
    zh: '开饭店、超市、食堂需要的食品经营许可。',
    en: 'The food business licence for restaurants, shops and canteens.',
  },
  agency: 'market-supervision',
  uses: ['legal-entity'],
});
