import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/i18n.ts';
import { areaWords } from '../staff/words.ts';

export const loadAdminWords = areaWords('admin', {
  zh: () => import('./i18n/zh-CN.json', { with: { type: 'json' } }),
  en: () => import('./i18n/en.json', { with: { type: 'json' } }),
});

/** `w` gives words of administration, `t` those that all pages share. */
export function useAdminWords() {
  const { t: w } = useTranslation('admin');
  return { w, ...useWords() };
}
