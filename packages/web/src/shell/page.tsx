import { lazy, type ComponentType, type ReactElement } from 'react';

/** A page whose code is loaded when it is needed. */
export interface LazyPage {
  element: ReactElement;
  /** After this the page renders at once, on the server and when the browser takes over. */
  load: () => Promise<void>;
  /** Source file, by which the build's manifest knows its chunk. */
  source: string;
}

export function lazyPage(source: string, load: () => Promise<ComponentType>): LazyPage {
  let loaded: ComponentType | undefined;
  const Later = lazy(async () => ({ default: await load() }));
  function Page() {
    const Now = loaded;
    return Now ? <Now /> : <Later />;
  }
  return {
    element: <Page />,
    source,
    load: async () => {
      loaded = await load();
    },
  };
}
