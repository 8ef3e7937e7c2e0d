import { useWords } from '../../../i18n/i18n.ts';

/** For links to papers: the page one came from stays. */
export const newTab = { target: '_blank', rel: 'noopener' } as const;

/** Says it to those who do not see it. */
export function NewTab() {
  const { t } = useWords();
  return <span className="visually-hidden">{t('case.newTab')}</span>;
}
