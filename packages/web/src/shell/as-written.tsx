import { Fragment } from 'react';
import { useWords } from '../i18n/i18n.ts';

/** From the first Chinese character to the last one before a Latin letter. */
const chinese = /(\p{Script=Han}(?:[^A-Za-z]*[\p{Script=Han}）〕》，。；：、])?)/u;

/**
 * What people and registers wrote: names, addresses, answers, also within a sentence of ours. It stays as it
 * is in either language, so on an English page what is Chinese in it is marked, for voices and typefaces.
 */
export function AsWritten({ children }: { children: string }) {
  const { lang } = useWords();
  if (lang === 'zh') return children;
  return children.split(chinese).map((part, index) =>
    index % 2 === 1 ? (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other name
      <span key={index} lang="zh-CN">
        {part}
      </span>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- as above
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
