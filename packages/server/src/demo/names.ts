import type { Random } from '@quancheng/pack-sdk';

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
];
const compound = ['欧阳', '司马', '上官', '诸葛', '尉迟', '公孙'];
const male = [...'伟强磊军勇杰涛明超刚平辉鹏斌波宇浩凯健俊帆亮建文博'];
const female = [...'芳娜敏静丽艳娟霞秀英玲桂兰凤洁梅琳雪倩云莲真环爱妹'];
const shared = [...'泉清源泽润安宁乐和文华春晓晨雨思远长庆永新立志子一'];
/** Rare characters of real given names, some outside the basic plane: systems must store, search and print them. */
const rare = ['喆', '堃', '㛃', '䶮', '𬭎', '𫖯', '𬀩', '犇', '翀', '骉', '昇', '𠅤'];

/** A fictional name: mostly two or three characters, some with one given character, a `·`, or a rare one. */
export function makeName(random: Random, sex: '1' | '2'): string {
  if (random.chance(0.004))
    return `${random.pick(['阿依', '古丽', '买买提', '热依拉', '卓玛', '扎西'])}·${random.pick(['艾合买提', '吐尔逊', '多吉', '玉素甫', '才让'])}`;
  const surname = random.chance(0.01) ? random.pick(compound) : random.pick(surnames);
  const own = sex === '1' ? male : female;
  if (random.chance(0.006)) return `${surname}${random.pick(rare)}`;
  if (random.chance(0.12)) return `${surname}${random.pick(own)}`;
  return `${surname}${random.pick(shared)}${random.pick(own)}`;
}

/** The family's name, for children and siblings. */
export function surnameOf(name: string): string {
  const before = compound.find((surname) => name.startsWith(surname));
  return before ?? (name.includes('·') ? '' : ([...name][0] ?? ''));
}
