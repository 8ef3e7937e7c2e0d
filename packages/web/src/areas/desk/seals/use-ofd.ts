import { useEffect, useState } from 'react';
import type { OfdDocument } from '@quancheng/engines/ofd';
import type { Size } from './picture.tsx';

export interface Opened {
  /** Sizes of the pages, in millimetres. */
  sizes: Size[];
  /** A page as SVG, counted from 0. */
  draw: (page: number) => string;
}

/** Opens an OFD in the browser, to be looked at before it is sent: its pages, or that it cannot be read. */
export function useOfd(file: File | null): Opened | 'reading' | 'unreadable' {
  const [known, setKnown] = useState<{ file: File; opened: Opened | 'unreadable' } | null>(null);
  useEffect(() => {
    if (file === null) return;
    let wanted = true;
    const keep = (opened: Opened | 'unreadable') => wanted && setKnown({ file, opened });
    open(file).then(keep, () => keep('unreadable'));
    return () => {
      wanted = false;
    };
  }, [file]);
  return known !== null && known.file === file ? known.opened : 'reading';
}

/** The reader of OFD comes when it is needed. */
async function open(file: File): Promise<Opened> {
  const { openPackage, readDocument, renderPage } = await import('@quancheng/engines/ofd');
  const document: OfdDocument = readDocument(openPackage(new Uint8Array(await file.arrayBuffer())));
  if (document.pages.length === 0) throw new Error('a document without pages');
  return {
    sizes: document.pages.map(({ box: { width, height } }) => ({ width, height })),
    draw: (page) => renderPage(document, page),
  };
}

/** The address of a drawing as a picture: nothing that a stranger's file holds can run in one. */
export function addressOf(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
