import { defineCity, type CityConfig } from '@quancheng/pack-sdk';
import { towns } from './towns.ts';

const wholeCity = '370100';

/** The posts with which an agency handles cases of the whole city. */
function postsOf(agency: string, zh: string, en: string): CityConfig['posts'] {
  const post = (role: CityConfig['posts'][number]['role'], roleZh: string, roleEn: string) => ({
    slug: `${agency}-${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    role,
    agency,
    division: wholeCity,
    name: { zh: `${zh}${roleZh}`, en: `${en}: ${roleEn}` },
  });
  return [
    post('clerk', '受理岗', 'intake clerk'),
    post('reviewer', '审核岗', 'reviewer'),
    post('decider', '审批岗', 'decider'),
    post('head', '业务负责人', 'head of service'),
    post('dataOfficer', '数据管理岗', 'data officer'),
  ];
}

function districtClerk(
  agency: string,
  division: string,
  district: string,
  name: CityConfig['posts'][number]['name'],
): CityConfig['posts'][number] {
  return { slug: `${agency}-clerk-${district}`, role: 'clerk', agency, division, name };
}

export const city = defineCity({
  id: 'jinan',
  name: { zh: '济南市', en: 'Jinan' },
  product: { zh: '泉城办', en: 'Quancheng Services' },
  brandHue: 190,
  defaultLang: 'zh',
  hotline: '12345',
  casePrefix: 'JN',
  province: { code: '370000', name: { zh: '山东省', en: 'Shandong' } },
  city: { code: wholeCity, name: { zh: '济南市', en: 'Jinan' } },
  districts: [
    { code: '370102', name: { zh: '历下区', en: 'Lixia District' } },
    { code: '370103', name: { zh: '市中区', en: 'Shizhong District' } },
    { code: '370104', name: { zh: '槐荫区', en: 'Huaiyin District' } },
    { code: '370105', name: { zh: '天桥区', en: 'Tianqiao District' } },
    { code: '370112', name: { zh: '历城区', en: 'Licheng District' } },
    { code: '370113', name: { zh: '长清区', en: 'Changqing District' } },
    { code: '370114', name: { zh: '章丘区', en: 'Zhangqiu District' } },
    { code: '370115', name: { zh: '济阳区', en: 'Jiyang District' } },
    { code: '370116', name: { zh: '莱芜区', en: 'Laiwu District' } },
    { code: '370117', name: { zh: '钢城区', en: 'Gangcheng District' } },
    { code: '370124', name: { zh: '平阴县', en: 'Pingyin County' } },
    { code: '370126', name: { zh: '商河县', en: 'Shanghe County' } },
  ],
  towns,
  villages: 'villages.csv',
  officeHours: [
    [9, 12],
    [13, 17],
  ],
  // Credit codes are made up (organisation part MQ…); their check digits are right.
  agencies: [
    {
      slug: 'civil-affairs',
      code: '11370100MQ0000013C',
      name: { zh: '济南市民政局', en: 'Jinan Civil Affairs Bureau' },
      division: wholeCity,
    },
    {
      slug: 'housing-fund',
      code: '11370100MQ00000217',
      name: { zh: '济南住房公积金中心', en: 'Jinan Housing Provident Fund Centre' },
      division: wholeCity,
    },
    {
      slug: 'real-estate',
      code: '11370100MQ000003XY',
      name: { zh: '济南市自然资源和规划局', en: 'Jinan Natural Resources and Planning Bureau' },
      division: wholeCity,
    },
    {
      slug: 'market-supervision',
      code: '11370100MQ0000048Y',
      name: { zh: '济南市市场监督管理局', en: 'Jinan Market Supervision Bureau' },
      division: wholeCity,
    },
    {
      slug: 'public-security',
      code: '11370100MQ0000056R',
      name: { zh: '济南市公安局', en: 'Jinan Public Security Bureau' },
      division: wholeCity,
    },
    {
      slug: 'tax',
      code: '11370100MQ0000064L',
      name: { zh: '国家税务总局济南市税务局', en: 'Jinan Tax Bureau' },
      division: wholeCity,
    },
    {
      slug: 'data-bureau',
      code: '11370100MQ0000072F',
      name: { zh: '济南市大数据局', en: 'Jinan Big Data Bureau' },
      division: wholeCity,
    },
    {
      slug: 'admin-approval',
      code: '11370100MQ0000080A',
      name: { zh: '济南市行政审批服务局', en: 'Jinan Administrative Approval Bureau' },
      division: wholeCity,
    },
    {
      slug: 'human-resources',
      code: '11370100MQ00000997',
      name: { zh: '济南市人力资源和社会保障局', en: 'Jinan Human Resources and Social Security Bureau' },
      division: wholeCity,
    },
    {
      slug: 'housing-construction',
      code: '11370100MQ0000101T',
      name: { zh: '济南市住房和城乡建设局', en: 'Jinan Housing and Urban-Rural Development Bureau' },
      division: wholeCity,
    },
    {
      slug: 'health',
      code: '11370100MQ000011XJ',
      name: { zh: '济南市卫生健康委员会', en: 'Jinan Health Commission' },
      division: wholeCity,
    },
  ],
  posts: [
    ...postsOf('civil-affairs', '民政', 'Civil affairs'),
    ...postsOf('housing-fund', '公积金', 'Housing fund'),
    ...postsOf('real-estate', '不动产登记', 'Real estate registration'),
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
    districtClerk('market-supervision', '370102', 'lixia', {
      zh: '历下区食品许可受理岗',
      en: 'Food licensing: clerk in Lixia District',
    }),
    districtClerk('market-supervision', '370105', 'tianqiao', {
      zh: '天桥区食品许可受理岗',
      en: 'Food licensing: clerk in Tianqiao District',
    }),
    districtClerk('civil-affairs', '370103', 'shizhong', {
      zh: '市中区民政受理岗',
      en: 'Civil affairs: clerk in Shizhong District',
    }),
    districtClerk('civil-affairs', '370114', 'zhangqiu', {
      zh: '章丘区民政受理岗',
      en: 'Civil affairs: clerk in Zhangqiu District',
    }),
    {
      slug: 'public-security-data-officer',
      role: 'dataOfficer',
      agency: 'public-security',
      division: wholeCity,
      name: { zh: '人口数据管理岗', en: 'Population data: data officer' },
    },
    {
      slug: 'tax-clerk',
      role: 'clerk',
      agency: 'tax',
      division: wholeCity,
      name: { zh: '税务受理岗', en: 'Tax: intake clerk' },
    },
    {
      slug: 'tax-data-officer',
      role: 'dataOfficer',
      agency: 'tax',
      division: wholeCity,
      name: { zh: '税务数据管理岗', en: 'Tax data: data officer' },
    },
    {
      slug: 'city-admin',
      role: 'admin',
      agency: 'data-bureau',
      division: wholeCity,
      name: { zh: '市级平台管理员', en: 'City administrator' },
    },
  ],
  lifeEvents: [
    { code: 'retirement', name: { zh: '退休养老', en: 'Retirement and old age' } },
    { code: 'buying-home', name: { zh: '买房卖房', en: 'Buying or selling a home' } },
    { code: 'housing-fund', name: { zh: '住房公积金', en: 'Housing fund' } },
    { code: 'opening-shop', name: { zh: '开店创业', en: 'Opening a business' } },
    { code: 'having-child', name: { zh: '生育收养', en: 'Having or adopting a child' } },
    { code: 'schooling', name: { zh: '入学升学', en: 'Going to school' } },
    { code: 'working', name: { zh: '就业求职', en: 'Finding work' } },
    { code: 'marriage', name: { zh: '结婚成家', en: 'Getting married' } },
    { code: 'moving-here', name: { zh: '落户居住', en: 'Moving to the city' } },
    { code: 'illness', name: { zh: '看病就医', en: 'Illness and care' } },
    { code: 'disability', name: { zh: '残疾帮扶', en: 'Disability' } },
    { code: 'bereavement', name: { zh: '身后事', en: 'When someone dies' } },
    { code: 'closing-business', name: { zh: '企业注销', en: 'Closing a business' } },
  ],
  packsOff: [],
  demo: { people: 20_000, seed: 370_100 },
});
