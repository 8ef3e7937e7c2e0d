import { brandStyle } from '@quancheng/ui';
import tokens from '@quancheng/ui/tokens.css?raw';
import type { Assets, RenderInput } from './contract.ts';
import { stateId, type PageState } from './state.ts';

interface Parts {
  title: string;
  body: string;
  state: PageState;
  inline: { styles: string; prefs: string };
  /** Chunks of this page beside the entry's own. */
  chunks: string[];
}

/**
 * The whole page. The styles and the small script that the first paint waits for stand within it, with the nonce:
 * on a slow line each file of its own would cost as much as all of its bytes.
 */
export function documentOf({ lang, nonce, assets, session }: RenderInput, parts: Parts): string {
  return [
    '<!doctype html>',
    `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(parts.title)}</title>`,
    '<meta name="color-scheme" content="light dark">',
    '<meta name="format-detection" content="telephone=no">',
    `<link rel="icon" href="data:,">`,
    `<style nonce="${escapeHtml(nonce)}">${parts.inline.styles}${styleOf(session.city.brandHue)}</style>`,
    `<script nonce="${escapeHtml(nonce)}">${parts.inline.prefs}</script>`,
    ...preloads(assets, parts.chunks).map((href) => `<link rel="modulepreload" href="${escapeHtml(href)}">`),
    '</head>',
    '<body>',
    `<div id="app">${parts.body}</div>`,
    `<script type="application/json" id="${stateId}">${escapeJson(parts.state)}</script>`,
    ...assets.scripts.map(
      (src) => `<script type="module" nonce="${escapeHtml(nonce)}" src="${escapeHtml(src)}"></script>`,
    ),
    '</body>',
    '</html>',
  ].join('\n');
}

const styles = new Map<number, string>();

function styleOf(hue: number): string {
  const known = styles.get(hue);
  if (known) return known;
  const style = brandStyle(tokens, hue);
  styles.set(hue, style);
  return style;
}

function preloads(assets: Assets, chunks: string[]): string[] {
  return [...new Set([...assets.preloads, ...chunks])].filter((href) => !assets.scripts.includes(href));
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** JSON that cannot end the script it stands in. */
function escapeJson(state: PageState): string {
  return JSON.stringify(state)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
