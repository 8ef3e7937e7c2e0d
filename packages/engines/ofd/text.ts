import { OfdError } from './errors.ts';
import { bounds } from './limits.ts';
import type { OfdDocument, Page, PageObject, TextCode, TextObject } from './model.ts';
import { layersOfDrawing } from './page-objects.ts';
import { placesOf } from './places.ts';

/**
 * The text of each page, in the order of the file: templates behind, the page, templates in front, annotations.
 * Runs on one line of writing stand on one line. Characters that stand for glyphs alone stay as they are.
 */
export function textOf(document: OfdDocument): string[] {
  const budget = { characters: bounds.characters, objects: bounds.objects };
  return document.pages.map((page) => pageText(page, budget));
}

interface Budget {
  characters: number;
  objects: number;
}

function pageText(page: Page, budget: Budget): string {
  let text = '';
  let last: { bottom: number; end: number; size: number } | undefined;
  const add = (object: TextObject): void => {
    for (const run of object.codes) {
      if (run.text.trim() === '') continue;
      budget.characters -= run.text.length + 1;
      if (budget.characters < 0) throw new OfdError('tooLarge', 'text');
      const start = object.boundary.x + run.x;
      const bottom = object.boundary.y + run.y;
      const sameLine =
        last && Math.abs(last.bottom - bottom) < 0.3 * object.size && start >= last.end - last.size;
      const touching = sameLine && last && start - last.end < 0.5 * object.size;
      text += (text === '' || touching ? '' : sameLine ? ' ' : '\n') + run.text;
      last = { bottom, end: object.boundary.x + endOf(object, run), size: object.size };
    }
  };
  for (const layer of [...page.background, ...page.layers, ...page.foreground])
    walk(layer.objects, page, budget, add);
  for (const annotation of page.annotations) {
    last = undefined;
    if (annotation.visible) walk(annotation.objects, page, budget, add);
  }
  return text;
}

function endOf(object: TextObject, run: TextCode): number {
  const { xs } = placesOf(
    run,
    Array.from(run.text, () => object.size),
  );
  return (xs[xs.length - 1] ?? run.x) + object.size;
}

function walk(
  objects: readonly PageObject[],
  page: Page,
  budget: Budget,
  add: (text: TextObject) => void,
  depth = 0,
): void {
  if (depth > bounds.nesting) return;
  for (const object of objects) {
    budget.objects -= 1;
    if (budget.objects < 0) throw new OfdError('tooLarge', 'objects');
    if (object.kind === 'text') add(object);
    else if (object.kind === 'group') walk(object.objects, page, budget, add, depth + 1);
    else if (object.kind === 'composite') {
      const drawing = page.resources.composites.get(object.resource ?? '');
      for (const layer of drawing ? layersOfDrawing(drawing) : [])
        walk(layer.objects, page, budget, add, depth + 1);
    }
  }
}
