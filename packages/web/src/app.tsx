import { Suspense } from 'react';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import { useRoutes } from 'react-router';
import { routeObjects } from './routes.tsx';
import { Crash } from './shell/crash.tsx';
import { MissingContext } from './shell/not-found.tsx';
import { TitleContext, type TitleSlot } from './shell/title.tsx';

export interface AppProps {
  i18n: i18n;
  queries: QueryClient;
  /** Path that the server found to lead nowhere. */
  missing: string | null;
  titleSlot?: TitleSlot;
}

/** Everything below the router. */
export function App({ i18n, queries, missing, titleSlot }: AppProps) {
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <TitleContext value={titleSlot ?? null}>
          <MissingContext value={missing}>
            <Crash>
              <Suspense fallback={null}>
                <Pages />
              </Suspense>
            </Crash>
          </MissingContext>
        </TitleContext>
      </QueryClientProvider>
    </I18nextProvider>
  );
}

function Pages() {
  return useRoutes(routeObjects);
}
