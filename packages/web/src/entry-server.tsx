import { dehydrate, type QueryClient } from '@tanstack/react-query';
import { renderToString } from 'react-dom/server';
import { StaticRouter } from 'react-router';
import { apiKey, createQueryClient, sessionPath } from './api/queries.ts';
import { App } from './app.tsx';
import type { Rendered, RenderInput } from './contract.ts';
import { documentOf } from './document.ts';
import { createI18n } from './i18n/i18n.ts';
import en from './i18n/en.json' with { type: 'json' };
import zh from './i18n/zh-CN.json' with { type: 'json' };
import { chunksOf, inline } from './manifest.ts';
import { findRoute, isStaffArea } from './routes.tsx';
import type { TitleSlot } from './shell/title.tsx';

export { clientAssets } from './manifest.ts';

const dictionaries = { zh, en };
const languageFiles = { zh: 'src/i18n/zh-CN.json', en: 'src/i18n/en.json' };

/** Renders a page of the portal; an area of the staff gets an empty one that its own code fills. */
export async function render(input: RenderInput): Promise<Rendered> {
  const { pathname, searchParams } = new URL(input.url, 'http://portal.invalid');
  const { page, route, params } = findRoute(pathname);
  const queries = createQueryClient();
  queries.setQueryData(apiKey(sessionPath), input.session);
  const paths = route?.reads?.({ params, query: searchParams, session: input.session }) ?? [];
  const [statuses] = await Promise.all([readAll(paths, queries, input.fetch), page?.load()]);

  const forStaff = isStaffArea(pathname);
  const nothing = (!route && !forStaff) || statuses[0] === 404;
  const missing = nothing && !route?.tellsMissing ? pathname : null;
  let title = input.session.city.product[input.lang];
  const titleSlot: TitleSlot = { put: (words) => (title = words) };
  const body = forStaff
    ? ''
    : renderToString(
        <StaticRouter location={input.url}>
          <App
            i18n={createI18n(input.lang, dictionaries[input.lang])}
            queries={queries}
            missing={missing}
            titleSlot={titleSlot}
          />
        </StaticRouter>,
      );
  const html = documentOf(input, {
    title,
    body,
    state: { lang: input.lang, queries: dehydrate(queries), missing },
    inline,
    chunks: [...(page ? chunksOf(page.source) : []), ...chunksOf(languageFiles[input.lang])],
  });
  queries.clear();
  return { status: nothing ? 404 : 200, html };
}

/** What cannot be read now is left for the browser to ask again. */
async function readAll(
  paths: string[],
  queries: QueryClient,
  fetch: RenderInput['fetch'],
): Promise<number[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        const { status, body } = await fetch(path);
        if (status === 200) queries.setQueryData(apiKey(path), body);
        if (status === 404) queries.setQueryData(apiKey(path), null);
        return status;
      } catch {
        return 503;
      }
    }),
  );
}
