import { createContext, useContext, useEffect } from 'react';
import { useSession } from '../api/queries.ts';
import { useWords } from '../i18n/i18n.ts';

/** Where a page leaves its title while it is rendered on the server. */
export interface TitleSlot {
  put: (title: string) => void;
}

export const TitleContext = createContext<TitleSlot | null>(null);

/** Names the page in the browser's tab; without words it is the product's name alone. */
export function useTitle(words?: string): void {
  const slot = useContext(TitleContext);
  const product = useWords().text(useSession().city.product);
  const title = words ? `${words} - ${product}` : product;
  slot?.put(title);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
