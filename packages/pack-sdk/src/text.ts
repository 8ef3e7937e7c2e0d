import Type, { type Static } from 'typebox';

/** A text for people in both languages of the product; Chinese is the authoritative one. */
export const Text = Type.Object(
  {
    zh: Type.String({ minLength: 1, description: 'Simplified Chinese' }),
    en: Type.String({ minLength: 1, description: 'English' }),
  },
  { additionalProperties: false, description: 'A text in Chinese and English' },
);
export type Text = Static<typeof Text>;
