import { createInstance, type i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Lang, Text } from '../api/types.ts';
import { pick } from '../lib/format.ts';

export type Dictionary = Record<string, unknown>;

/** One language is loaded; there is no falling back to another. */
export function createI18n(lang: Lang, words: Dictionary): i18n {
  const instance = createInstance();
  void instance.init({
    lng: lang,
    resources: { [lang]: { translation: words } },
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return instance;
}

/** The words of the page's language. */
export function useWords() {
  const { t, i18n: instance } = useTranslation();
  const lang: Lang = instance.language === 'en' ? 'en' : 'zh';
  return { t, lang, text: (text: Text) => pick(text, lang) };
}
