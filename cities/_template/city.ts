import { defineCity, type CityConfig } from '@quancheng/pack-sdk';

const wholeCity = '999900';

/** The posts with which an agency handles cases of the whole city. */
function postsOf(agency: string, zh: string, en: string): CityConfig['posts'] {
  const roles = [
    ['clerk', '受理岗', 'intake clerk'],
    ['reviewer', '审核岗', 'reviewer'],
    ['decider', '审批岗', 'decider'],
    ['head', '业务负责人', 'head of service'],
    ['dataOfficer', '数据管理岗', 'data officer'],
  ] as const;
  return roles.map(([role, roleZh, roleEn]) => ({
    slug: `${agency}-${role === 'dataOfficer' ? 'data-officer' : role}`,
    role,
    agency,
    division: wholeCity,
    name: { zh: `${zh}${roleZh}`, en: `${en}: ${roleEn}` },
  }));
}

/** Copy this folder to begin another city. Nothing here exists: the codes begin with 99. */
export const city = defineCity({
  id: 'template',
  name: { zh: '示例市', en: 'Sample City' },
  product: { zh: '示例办', en: 'Sample City Services' },
  brandHue: 265,
  defaultLang: 'en',
  hotline: '12345',
  casePrefix: 'SC',
  province: { code: '990000', name: { zh: '示例省', en: 'Sample Province' } },
  city: { code: wholeCity, name: { zh: '示例市', en: 'Sample City' } },
  districts: [
    { code: '999901', name: { zh: '湖东区', en: 'Lake East District' } },
    { code: '999902', name: { zh: '湖西区', en: 'Lake West District' } },
    { code: '999921', name: { zh: '山前县', en: 'Hillside County' } },
  ],
  towns: [
    { code: '999901001', name: { zh: '码头街道', en: 'Harbour Subdistrict' } },
    { code: '999901002', name: { zh: '书院街道', en: 'Academy Subdistrict' } },
    { code: '999902001', name: { zh: '织锦街道', en: 'Weavers Subdistrict' } },
    { code: '999921100', name: { zh: '石桥镇', en: 'Stone Bridge Town' } },
    { code: '999921101', name: { zh: '梨园镇', en: 'Pear Orchard Town' } },
  ],
  officeHours: [
    [8.5, 12],
    [14, 17.5],
  ],
  agencies: [
    {
      slug: 'civil-affairs',
      code: '11999900MQ0000013M',
      name: { zh: '示例市民政局', en: 'Sample City Civil Affairs' },
      division: wholeCity,
    },
    {
      slug: 'real-estate',
      code: '11999900MQ0000021G',
      name: { zh: '示例市不动产登记局', en: 'Sample City Land Registry' },
      division: wholeCity,
    },
    {
      slug: 'market-supervision',
      code: '11999900MQ000003X8',
      name: { zh: '示例市市场监督管理局', en: 'Sample City Market Supervision' },
      division: wholeCity,
    },
    {
      slug: 'public-security',
      code: '11999900MQ00000488',
      name: { zh: '示例市公安局', en: 'Sample City Public Security' },
      division: wholeCity,
    },
    {
      slug: 'tax',
      code: '11999900MQ00000563',
      name: { zh: '国家税务总局示例市税务局', en: 'Sample City Tax Office' },
      division: wholeCity,
    },
    {
      slug: 'data-bureau',
      code: '11999900MQ0000064X',
      name: { zh: '示例市数据局', en: 'Sample City Data Office' },
      division: wholeCity,
    },
  ],
  posts: [
    ...postsOf('civil-affairs', '民政', 'Civil affairs'),
    ...postsOf('real-estate', '不动产登记', 'Land registry'),
    ...postsOf('market-supervision', '食品许可', 'Food licensing'),
    ...postsOf('data-bureau', '数据服务', 'Data services'),
    {
      slug: 'market-supervision-inspector-1',
      role: 'inspector',
      agency: 'market-supervision',
      division: wholeCity,
      name: { zh: '食品许可现场核查一岗', en: 'Food licensing: inspector, first post' },
    },
    {
      slug: 'market-supervision-inspector-2',
      role: 'inspector',
      agency: 'market-supervision',
      division: wholeCity,
      name: { zh: '食品许可现场核查二岗', en: 'Food licensing: inspector, second post' },
    },
    {
      slug: 'city-admin',
      role: 'admin',
      agency: 'data-bureau',
      division: wholeCity,
      name: { zh: '平台管理员', en: 'City administrator' },
    },
  ],
  lifeEvents: [
    { code: 'retirement', name: { zh: '退休养老', en: 'Growing old' } },
    { code: 'buying-home', name: { zh: '买房卖房', en: 'Buying or selling a home' } },
    { code: 'opening-shop', name: { zh: '开店创业', en: 'Opening a business' } },
    { code: 'schooling', name: { zh: '入学升学', en: 'Going to school' } },
  ],
  // Every pack is in use but these: this city has not joined the housing fund yet.
  packsOff: ['housing-fund'],
  demo: { people: 2000, seed: 999_900 },
});
