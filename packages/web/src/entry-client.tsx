import { hydrate } from '@tanstack/react-query';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { createQueryClient } from './api/queries.ts';
import { App } from './app.tsx';
import { createI18n, type Dictionary } from './i18n/i18n.ts';
import { findRoute, isStaffArea } from './routes.tsx';
import { stateId, type PageState } from './state.ts';

/** Remembers a language chosen by address for the pages to come. */
function keepLanguage(lang: string): void {
  if (new URLSearchParams(location.search).has('lang')) {
    document.cookie = `qc_lang=${lang}; path=/; max-age=31536000; samesite=lax`;
  }
}

async function loadWords(lang: string): Promise<Dictionary> {
  return lang === 'en'
    ? (await import('./i18n/en.json', { with: { type: 'json' } })).default
    : (await import('./i18n/zh-CN.json', { with: { type: 'json' } })).default;
}

async function start(): Promise<void> {
  const root = document.getElementById('app');
  const state = JSON.parse(document.getElementById(stateId)?.textContent ?? 'null') as PageState | null;
  if (!root || !state) return;
  keepLanguage(state.lang);
  const queries = createQueryClient();
  hydrate(queries, state.queries);
  const [words] = await Promise.all([loadWords(state.lang), findRoute(location.pathname).page?.load()]);
  const app = (
    <BrowserRouter>
      <App i18n={createI18n(state.lang, words)} queries={queries} missing={state.missing} />
    </BrowserRouter>
  );
  if (isStaffArea(location.pathname)) createRoot(root).render(app);
  else hydrateRoot(root, app);
}

void start();
