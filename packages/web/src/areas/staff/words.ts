import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Lang } from '../../api/types.ts';
import { useWords, type Dictionary } from '../../i18n/i18n.ts';

type Dictionaries = Record<Lang, () => Promise<{ default: Dictionary }>>;

const shared: Dictionaries = {
  zh: () => import('./i18n/zh-CN.json', { with: { type: 'json' } }),
  en: () => import('./i18n/en.json', { with: { type: 'json' } }),
};

/** Loads an area's own words and those that all areas of the staff share; they come with the area, not with the portal. */
export function areaWords(namespace: string, dictionaries: Dictionaries): (instance: i18n) => Promise<void> {
  const loading = new WeakMap<i18n, Promise<void>>();
  return (instance) => {
    const known = loading.get(instance);
    if (known) return known;
    const started = load(instance);
    loading.set(instance, started);
    return started;
  };

  async function load(instance: i18n): Promise<void> {
    const lang: Lang = instance.language === 'en' ? 'en' : 'zh';
    const [common, own] = await Promise.all([shared[lang](), dictionaries[lang]()]);
    instance.addResourceBundle(instance.language, 'staff', common.default);
    instance.addResourceBundle(instance.language, namespace, own.default);
  }
}

/** `w` gives words that all areas of the staff share, `t` those that all pages share. */
export function useStaffWords() {
  const { t: w } = useTranslation('staff');
  return { w, ...useWords() };
}
