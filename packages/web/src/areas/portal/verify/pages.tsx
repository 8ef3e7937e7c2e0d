import { useEffect, useState } from 'react';
import { openPackage, readDocument, renderPage, textOf } from '@quancheng/engines/ofd';
import { useWords } from '../../../i18n/i18n.ts';

interface Drawn {
  /** Addresses of the pages as pictures. */
  pages: { href: string; text: string }[];
  unreadable: boolean;
}

/** Pages that are drawn at once; a longer document is checked whole, but shown no further. */
const most = 20;

/** The pages of an OFD, drawn here as pictures: nothing that a stranger's file holds can run in one. */
export function Pages({ file }: { file: File }) {
  const { t } = useWords();
  const [drawn, setDrawn] = useState<Drawn>({ pages: [], unreadable: false });
  useEffect(() => {
    let hrefs: string[] = [];
    let wanted = true;
    const draw = async () => {
      const document = readDocument(openPackage(new Uint8Array(await file.arrayBuffer())));
      const texts = textOf(document);
      if (!wanted) return;
      const svgs = document.pages.slice(0, most).map((_, number) => renderPage(document, number));
      hrefs = svgs.map((svg) => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })));
      setDrawn({
        pages: hrefs.map((href, index) => ({ href, text: texts[index] ?? '' })),
        unreadable: false,
      });
    };
    draw().catch(() => wanted && setDrawn({ pages: [], unreadable: true }));
    return () => {
      wanted = false;
      for (const href of hrefs) URL.revokeObjectURL(href);
    };
  }, [file]);
  if (drawn.unreadable) return <p>{t('verify.file.unreadablePages')}</p>;
  return drawn.pages.map(({ href, text }, index) => (
    <figure key={href} className="verify__page">
      <img src={href} alt={text || t('verify.file.page', { n: index + 1 })} />
      <figcaption>{t('verify.file.page', { n: index + 1 })}</figcaption>
    </figure>
  ));
}
