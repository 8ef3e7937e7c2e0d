import { Text } from '@quancheng/pack-sdk';

export { Text };

/** Replaces `{name}` in both languages; an unknown name is left as it stands so that a gap is seen. */
export function fillText(text: Text, values: Record<string, string | number>): Text {
  return { zh: fill(text.zh, values), en: fill(text.en, values) };
}

function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
