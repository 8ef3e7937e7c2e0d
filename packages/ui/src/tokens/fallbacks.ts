import { toHex } from './oklch.ts';

/** Colour tokens of one block of `tokens.css`, by name with their two dashes. */
export type Colours = Record<string, string>;

export interface Scheme {
  selector: string;
  colours: Colours;
}

const block = /(:root[^{,]*)\{([^{}]*)\}/g;
const oklch = /(--[a-z0-9-]+):\s*oklch\(\s*([\d.]+)%\s+([\d.]+)\s+(var\(--brand-hue\)|[\d.]+)\s*\)/g;

/** Reads the OKLCH blocks of `tokens.css` and gives each token as sRGB for a brand hue. */
export function srgbSchemes(css: string, hue: number): Scheme[] {
  const schemes: Scheme[] = [];
  for (const [, selector = '', body = ''] of css.matchAll(block)) {
    const colours: Colours = {};
    for (const [, name = '', l, c, h] of body.matchAll(oklch)) {
      colours[name] = toHex({ l: Number(l) / 100, c: Number(c), h: h?.startsWith('var') ? hue : Number(h) });
    }
    if (Object.keys(colours).length > 0) schemes.push({ selector: selector.trim(), colours });
  }
  return schemes;
}

/**
 * The style text that gives a city its hue: the hue itself for browsers that know OKLCH, and for older
 * ones the same tokens worked out in sRGB.
 */
export function brandStyle(css: string, hue: number): string {
  const rules = srgbSchemes(css, hue).map(({ selector, colours }) => {
    const body = Object.entries(colours).map(([name, value]) => `${name}:${value}`);
    return `${selector}{${body.join(';')}}`;
  });
  return `:root{--brand-hue:${hue}}@supports not (color:oklch(0 0 0)){${rules.join('')}}`;
}
