import Type, { type Static } from 'typebox';

/** Words for one reason code of a decision, in one language; `{name}` stands for an input's value. */
export const ReasonText = Type.Object(
  {
    text: Type.String({ minLength: 1, description: 'What the rule found' }),
    basis: Type.String({ minLength: 1, description: 'Provision that the rule follows' }),
    remedy: Type.String({ minLength: 1, description: 'What the applicant can do' }),
  },
  { additionalProperties: false },
);

/** `i18n/zh-CN.json` and `i18n/en.json`; both have the same keys. */
export const PackTexts = Type.Object(
  {
    reasons: Type.Record(Type.String(), ReasonText),
    /** Names of decision inputs as people read them. */
    inputs: Type.Record(Type.String(), Type.String({ minLength: 1 })),
    /** Messages and notices of the pack, by key. */
    texts: Type.Record(Type.String(), Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);
export type PackTexts = Static<typeof PackTexts>;
