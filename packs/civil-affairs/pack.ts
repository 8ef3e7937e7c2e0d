import { definePack } from '@quancheng/pack-sdk';

export default definePack({
  id: 'civil-affairs',
  name: { zh: '民政服务', en: 'Civil affairs' },
  summary: {
    zh: '老年人优待证等面向老年人的民政服务。',
    en: 'Civil affairs services for older people, such as the elderly card.',
  },
  agency: 'civil-affairs',
  uses: ['person', 'residence-permit', 'held-licence'],
});
