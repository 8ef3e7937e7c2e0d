import type { Page } from 'playwright-core';

/** What may stand in Latin letters on a Chinese page: names of things that have no other. */
const latin = [
  'API',
  'BPMN',
  'CSV',
  'Ctrl',
  'DMN',
  'English',
  'FEEL',
  'GB',
  'HTTP',
  'ID',
  'IP',
  'JPG',
  'JPEG',
  'JSON',
  'js',
  'KB',
  'MB',
  'Node',
  'OFD',
  'OIDC',
  'OpenAPI',
  'PDF',
  'PNG',
  'PostgreSQL',
  'QR',
  'Schema',
  'WebP',
  'XML',
];

/**
 * Words of the other language that nothing marks as such. What is marked with `lang`, or as a name of the
 * program (`code`, `kbd`, `translate="no"`), may stand.
 */
export async function foreignWords(page: Page): Promise<string[]> {
  return page.evaluate((allowed) => {
    const english = document.documentElement.lang === 'en';
    const isForeign = (words: string): boolean =>
      english
        ? /\p{Script=Han}/u.test(words)
        : (words.replaceAll(/\{\w+\}/g, '').match(/\b[A-Za-z]{2,}\b/g) ?? []).some(
            (word) => !allowed.includes(word),
          );
    const other = english ? '[lang^="zh"]' : '[lang="en"]';
    const isMarked = (element: Element): boolean =>
      element.closest(`${other}, code, pre, kbd, textarea, script, style, [translate="no"], svg`) !== null;
    const found = new Set<string>();
    const note = (element: Element, words: string): void => {
      if (isForeign(words) && !isMarked(element))
        found.add(`${element.tagName.toLowerCase()}.${element.className}: ${words.trim()}`);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      if (parent?.checkVisibility()) note(parent, texts.currentNode.textContent ?? '');
    }
    for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      if (!element.checkVisibility() || element.closest('[aria-hidden="true"]')) continue;
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        note(element, element.getAttribute(name) ?? '');
    }
    return [...found];
  }, latin);
}

/** Keys of words that a language lacks, as they show when they are shown. */
export async function rawKeys(page: Page): Promise<string[]> {
  const words = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let all = '';
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      if (
        parent?.checkVisibility() &&
        !parent.closest('code, pre, textarea, script, style, [translate="no"]')
      )
        all += `${texts.currentNode.textContent ?? ''}\n`;
    }
    return all;
  });
  return words.match(/(?<![\w./-])[a-z]+(?:\.[a-zA-Z]+){1,3}(?![\w./-])/g) ?? [];
}

/** What reaches beyond the window's width and lies in no scroller of its own. */
export async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // A page that changes with its width has had its turn after two frames.
    for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done));
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isInScroller = (element: Element): boolean => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
        if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !isInScroller(element),
    );
    return [
      `${scrollWidth} px wide`,
      ...wide.slice(-3).map((element) => `${element.tagName}.${element.className}`),
    ];
  });
}
