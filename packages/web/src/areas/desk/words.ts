import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useWords, type Dictionary } from '../../i18n/i18n.ts';

const namespace = 'desk';
const loading = new WeakMap<i18n, Promise<void>>();

async function load(instance: i18n): Promise<void> {
  const words: Dictionary =
    instance.language === 'en'
      ? (await import('./i18n/en.json', { with: { type: 'json' } })).default
      : (await import('./i18n/zh-CN.json', { with: { type: 'json' } })).default;
  instance.addResourceBundle(instance.language, namespace, words);
}

/** The desk's own words in the page's language; they come with the desk, not with the portal. */
export function loadDeskWords(instance: i18n): Promise<void> {
  const known = loading.get(instance);
  if (known) return known;
  const started = load(instance);
  loading.set(instance, started);
  return started;
}

/** `w` gives words of the desk, `t` those that all pages share. */
export function useDeskWords() {
  const { t: w } = useTranslation(namespace);
  return { w, ...useWords() };
}
