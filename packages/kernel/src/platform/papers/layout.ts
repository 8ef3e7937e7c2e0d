import type { Layout, LayoutElement } from '@quancheng/pack-sdk';
import type { LicenceData } from './model.ts';
import { braid, codePath, rectangle, straight } from './shapes.ts';
import { ink, type Mark, type Rulers, type Sheet } from './sheet.ts';
import { setTable } from './table.ts';
import { setBlock, setLine, type Setting } from './text.ts';
import { fillIn, valuesOf } from './values.ts';

type Of<K extends LayoutElement['kind']> = Extract<LayoutElement, { kind: K }>;

/** A layout filled with the data of one licence. `tight` names elements that do not fit in their place. */
export function layOut(
  layout: Layout,
  data: LicenceData,
  rulers: Rulers,
): { sheets: Sheet[]; tight: string[] } {
  const tight: string[] = [];
  const settingOf = (at: string, number: { page: number; pages: number }): Setting => ({
    values: valuesOf(data, number),
    rulers,
    tight: () => tight.push(at),
  });
  // A table says how many sheets a page takes, so it is set before pages are numbered.
  const pages = layout.pages.map((page, index) => {
    const tables = new Map<LayoutElement, Mark[][]>();
    page.elements.forEach((element, place) => {
      if (element.kind !== 'table') return;
      tables.set(
        element,
        setTable(element, settingOf(`pages/${index}/elements/${place}`, { page: 1, pages: 1 })),
      );
    });
    const count = Math.max(1, ...Array.from(tables.values(), (parts) => parts.length));
    return { page, tables, count };
  });
  const total = pages.reduce((sum, { count }) => sum + count, 0);
  const sheets: Sheet[] = [];
  pages.forEach(({ page, tables, count }, index) => {
    for (let part = 0; part < count; part += 1) {
      const sheet: Sheet = { width: page.width, height: page.height, marks: [] };
      page.elements.forEach((element, place) => {
        if (!isOn(element, part, count)) return;
        const number = { page: sheets.length + 1, pages: total };
        const setting = settingOf(`pages/${index}/elements/${place}`, number);
        if (element.kind === 'seal')
          sheet.seal = { x: element.x, y: element.y, most: element.most ?? Infinity };
        else if (element.kind === 'table') sheet.marks.push(...(tables.get(element)?.[part] ?? []));
        else sheet.marks.push(...marksOf(element, setting, data));
      });
      sheets.push(sheet);
    }
  });
  return { sheets, tight: [...new Set(tight)] };
}

/** Whether an element stands on the so-manieth of a page's sheets; a table goes on for as long as it has rows. */
function isOn(element: LayoutElement, part: number, count: number): boolean {
  if (element.kind === 'table' || element.on === 'every') return true;
  return element.on === 'last' ? part === count - 1 : part === 0;
}

function marksOf(
  element: Exclude<LayoutElement, Of<'table'> | Of<'seal'>>,
  setting: Setting,
  data: LicenceData,
): Mark[] {
  switch (element.kind) {
    case 'text':
      return setText(element, setting);
    case 'line': {
      const { x, y, toX, toY, line, color = ink } = element;
      return [{ kind: 'path', data: straight(x, y, toX, toY), stroke: { color, width: line } }];
    }
    case 'frame':
      return setFrame(element);
    case 'braid': {
      const { line, color = ink } = element;
      return [{ kind: 'path', data: braidOf(element), stroke: { color, width: line } }];
    }
    case 'code': {
      const { x, y, size, color = ink } = element;
      return [{ kind: 'path', data: codePath(data.verifyUrl, x, y, size), fill: color, isCode: true }];
    }
    case 'photo': {
      const { x, y, width, height } = element;
      return data.photo ? [{ kind: 'photo', x, y, width, height, bytes: data.photo }] : [];
    }
    case 'watermark':
      return setWatermark(element, setting);
  }
}

const braids = new Map<string, string>();
const mostBraids = 100;

/** The same for every licence of a layout, and long; the layout itself is another object each time it is sent here. */
function braidOf(element: Of<'braid'>): string {
  const key = JSON.stringify(element);
  const data = braids.get(key) ?? braid(element, element);
  if (braids.size >= mostBraids) braids.clear();
  braids.set(key, data);
  return data;
}

function setFrame({ x, y, width, height, radius, line, inner, fill, color = ink }: Of<'frame'>): Mark[] {
  const outer = { x, y, width, height };
  const marks: Mark[] = [];
  if (fill !== undefined) marks.push({ kind: 'path', data: rectangle(outer, radius), fill });
  if (line !== undefined)
    marks.push({ kind: 'path', data: rectangle(outer, radius), stroke: { color, width: line } });
  if (line !== undefined && inner !== undefined) {
    const within = { x: x + inner, y: y + inner, width: width - 2 * inner, height: height - 2 * inner };
    const rounded = radius && Math.max(0, radius - inner);
    marks.push({ kind: 'path', data: rectangle(within, rounded), stroke: { color, width: line / 2 } });
  }
  return marks;
}

function setText(element: Of<'text'>, setting: Setting): Mark[] {
  const filled = fillIn(element.text, setting.values);
  if (!filled) return [];
  const { bold, align = 'left', leading = 1.5 } = element;
  return setBlock(
    { ...element, ...filled, face: bold === true ? 'bold' : 'regular', align, leading },
    setting,
  );
}

function setWatermark(
  { x, y, text, size, angle, color = '#eceff0' }: Of<'watermark'>,
  setting: Setting,
): Mark[] {
  const filled = fillIn(text, setting.values);
  if (!filled) return [];
  const place = { x: 0, width: 0, at: 0, align: 'center' } as const;
  const flat = setLine({ text: filled.text, face: 'regular', size, color }, place, setting.rulers);
  const turn = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  // Set around the origin, then turned about it and moved.
  return [
    {
      ...flat,
      x: x + flat.x * cos - flat.y * sin,
      y: y + flat.x * sin + flat.y * cos,
      turn: angle,
      isBehind: true,
    },
  ];
}
