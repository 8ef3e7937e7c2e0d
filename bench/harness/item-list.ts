/** Columns of a list of items, as agencies send it and the usual mapping reads it. */
export const columns = [
  '实施编码',
  '事项名称',
  '实施主体',
  '实施主体编码',
  '行政区划',
  '事项类型',
  '办件类型',
  '法定办结时限',
  '承诺办结时限',
  '到办事现场次数',
  '咨询电话',
];
