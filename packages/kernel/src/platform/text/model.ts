import { Text } from '@quancheng/pack-sdk';

export { Text };

/** What stands for a name; a text stands in the language of its place. */
export type TextValues = Readonly<Record<string, string | number | Text>>;

/** Replaces `{name}` in both languages; an unknown name is left as it stands so that a gap is seen. */
export function fillText(text: Text, values: TextValues): Text {
  return { zh: fill(text, values, 'zh'), en: fill(text, values, 'en') };
}

function fill(text: Text, values: TextValues, lang: keyof Text): string {
  return text[lang].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name] ?? whole;
    return String(typeof value === 'object' ? value[lang] : value);
  });
}
