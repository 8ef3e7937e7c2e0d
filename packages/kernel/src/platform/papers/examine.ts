import type { Layout, LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Text } from '../text/index.ts';
import { exampleOf, longestOf } from './examples.ts';
import { loadRulers } from './font.ts';
import { formats } from './formats.ts';
import { layOut } from './layout.ts';
import { widthOf, type Mark, type Sheet, type TextMark } from './sheet.ts';
import { placesOf, shown } from './values.ts';

/** What is wrong with a layout, and where in its file. */
export interface LayoutProblem {
  path: string;
  text: Text;
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Formats that suit a field, by its own; a text can be shown as it is. */
const suitable: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'masked', 'code'],
  number: ['text', 'number'],
};

export function bindingProblems(layout: Layout, type: LicenceTypeSource): LayoutProblem[] {
  return layout.pages.flatMap((page, number) =>
    page.elements.flatMap((element, index) => {
      const path = `/pages/${number}/elements/${index}`;
      const words =
        element.kind === 'table'
          ? element.rows.flat().map(({ text }) => text)
          : 'text' in element
            ? [element.text]
            : [];
      return words.flatMap((text) => wordProblems(text, type)).map((text) => ({ path, text }));
    }),
  );
}

function wordProblems(words: string, type: LicenceTypeSource): Text[] {
  const places = placesOf(words);
  // Braces that stand for no value would be printed.
  const stray = (words.match(/[{}]/g) ?? []).length !== places.length * 2 ? [strayBrace(words)] : [];
  return [
    ...stray,
    ...places.flatMap(({ path, format }) => {
      if (format !== undefined && !(format in formats)) return [noFormat(format)];
      if ((shown as readonly string[]).includes(path)) return [];
      const field = type.fields.find(({ name }) => path === `fields.${name}`);
      if (!field) return [noValue(path)];
      const fits = suitable[field.format] ?? [field.format];
      return fits.includes(format ?? 'text') ? [] : [wantsFormat(path, fits)];
    }),
  ];
}

export async function fitProblems(layout: Layout, type: LicenceTypeSource): Promise<LayoutProblem[]> {
  const rulers = await loadRulers();
  const seals = layout.pages.flatMap(({ elements }) => elements.filter(({ kind }) => kind === 'seal'));
  if (seals.length !== 1) return [{ path: '', text: oneSeal }];
  const found = [exampleOf(type), longestOf(type)].flatMap((data) => {
    const { sheets, tight } = layOut(layout, data, rulers);
    return [
      ...tight.map((path) => ({ path: `/${path}`, text: tooTight })),
      ...sheets.flatMap((sheet, number) =>
        sheetProblems(sheet).map((text) => ({ path: `/sheets/${number}`, text })),
      ),
      ...sealProblems(sheets),
    ];
  });
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** A seal belongs over who issues and when (GB/T 9704). */
function sealProblems(sheets: readonly Sheet[]): LayoutProblem[] {
  const isOver = sheets.some(({ seal, marks }) =>
    marks.some(
      (mark) =>
        mark.kind === 'text' &&
        mark.shows.some((name) => name === 'issuer' || name === 'issuedOn') &&
        seal !== undefined &&
        overlaps(boxOf(mark), around(seal)),
    ),
  );
  return isOver ? [] : [{ path: '', text: sealElsewhere }];
}

/** The box of a seal of 42 mm, as agencies have them, or of what there is room for. */
function around({ x, y, most }: NonNullable<Sheet['seal']>): Box {
  const half = Math.min(42, most) / 2;
  return [x - half, y - half, x + half, y + half];
}

function sheetProblems({ width, height, marks }: Sheet): Text[] {
  const outside = marks
    .filter((mark) => {
      const [left, top, right, bottom] = boxOf(mark);
      return left < -slack || top < -slack || right > width + slack || bottom > height + slack;
    })
    .map((mark) => leavesPage(nameOf(mark)));
  const solid = marks.filter((mark) => !(mark.kind === 'text' && mark.isBehind) && isSolid(mark));
  const crossing = solid.flatMap((one, index) =>
    solid
      .slice(index + 1)
      .filter((other) => overlaps(boxOf(one), boxOf(other)))
      .map((other) => liesOver(nameOf(one), nameOf(other))),
  );
  return [...outside, ...crossing];
}

const slack = 0.1;

/** Texts, pictures and codes; frames and rules are meant to have something within. */
function isSolid(mark: Mark): boolean {
  return mark.kind !== 'path' || mark.isCode === true;
}

function overlaps(a: Box, b: Box): boolean {
  return a[0] < b[2] - slack && b[0] < a[2] - slack && a[1] < b[3] - slack && b[1] < a[3] - slack;
}

function boxOf(mark: Mark): Box {
  if (mark.kind === 'photo') return [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
  if (mark.kind === 'text') return textBox(mark);
  const numbers = mark.data.match(/-?[\d.]+/g)?.map(Number) ?? [];
  const xs = numbers.filter((_, index) => index % 2 === 0);
  const ys = numbers.filter((_, index) => index % 2 === 1);
  const half = (mark.stroke?.width ?? 0) / 2;
  return [Math.min(...xs) - half, Math.min(...ys) - half, Math.max(...xs) + half, Math.max(...ys) + half];
}

/** Around the characters, turned as they are. */
function textBox(mark: TextMark): Box {
  const turn = (mark.turn * Math.PI) / 180;
  const corners = [-0.88, 0.12].flatMap((rise) =>
    [0, widthOf(mark)].map((along) => {
      const down = rise * mark.size;
      return [
        mark.x + along * Math.cos(turn) - down * Math.sin(turn),
        mark.y + along * Math.sin(turn) + down * Math.cos(turn),
      ] as const;
    }),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function nameOf(mark: Mark): string {
  if (mark.kind === 'text') return [...mark.text].slice(0, 12).join('');
  return mark.kind === 'photo' ? '照片' : mark.isCode ? '二维码' : '线条';
}

const tooTight: Text = {
  zh: '最长的内容放不下，缩到最小字号也不行。',
  en: 'the longest values do not fit, even at the smallest size',
};
const oneSeal: Text = {
  zh: '版面需要且只能有一个盖章位置。',
  en: 'a layout has exactly one place for a seal',
};
const sealElsewhere: Text = {
  zh: '盖章位置没有压在发证机关或发证日期上。',
  en: 'the seal is not over the issuer or the date',
};
const strayBrace = (words: string): Text => ({
  zh: `花括号不成对或写法有误：${words}`,
  en: `braces that stand for no value: ${words}`,
});
const noFormat = (format: string): Text => ({
  zh: `没有格式“${format}”。`,
  en: `there is no format “${format}”`,
});
const noValue = (path: string): Text => ({
  zh: `证照类型没有字段“${path}”。`,
  en: `the type of licence has no field “${path}”`,
});
const wantsFormat = (path: string, fits: readonly string[]): Text => ({
  zh: `“${path}”要写明格式：${fits.join('、')}。`,
  en: `“${path}” wants a format: ${fits.join(', ')}`,
});
const leavesPage = (name: string): Text => ({
  zh: `“${name}”超出了页面。`,
  en: `“${name}” leaves the page`,
});
const liesOver = (one: string, other: string): Text => ({
  zh: `“${one}”和“${other}”重叠。`,
  en: `“${one}” and “${other}” overlap`,
});
