import type { FieldSource, FormAnswer, FormField, FormSchema } from '../../../api/types.ts';
import type { Answers } from './conditions.ts';

type Choices = FormAnswer['choices'];
type Filled = Pick<FormAnswer, 'prefilled' | 'sources' | 'choices'>;

type Opened = Pick<FormSchema, 'required' | 'x-steps'> & {
  properties: Record<string, Pick<FormField, 'x-choices'>>;
};

/**
 * The form as it is asked of one applicant: which record fills it is asked, and must be answered, only where there
 * are several.
 */
export function openedForm<Asked extends Opened>(schema: Asked, choices: Choices): Asked {
  const filling = Object.keys(schema.properties).filter(
    (name) => fillsOf(schema.properties[name]).length > 0,
  );
  const left = filling.filter((name) => (choices[name] ?? []).length === 0);
  const isLeft = (name: string) => left.includes(name);
  return {
    ...schema,
    required: [...(schema.required ?? []), ...filling.filter((name) => !isLeft(name))],
    properties: Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !isLeft(name))),
    'x-steps': schema['x-steps'].map((step) => ({
      ...step,
      fields: step.fields.filter((name) => !isLeft(name)),
    })),
  };
}

/** The answers after one more; a choice among records brings what its record says, and takes what another said. */
export function withAnswer(
  schema: FormSchema,
  choices: Choices,
  answers: Answers,
  name: string,
  value: unknown,
): Answers {
  const chosen = choices[name]?.find((choice) => choice.value === value);
  const gone = new Set([name, ...fillsOf(schema.properties[name])]);
  const kept = Object.entries(answers).filter(([other]) => !gone.has(other));
  return { ...Object.fromEntries(kept), ...(value === undefined ? {} : { [name]: value }), ...chosen?.fills };
}

/** What is chosen among the records that fill a field; undefined for a field that none fills. */
export function chosenFor(schema: FormSchema, answers: Answers, name: string): unknown {
  const chooser = Object.keys(schema.properties).find((other) =>
    fillsOf(schema.properties[other]).includes(name),
  );
  return chooser && answers[chooser];
}

export interface Held {
  source: FieldSource;
  /** What the source says, and whether the answer still does. */
  value: unknown;
  changed: boolean;
}

/** What a record says on a field; undefined where none does. */
export function findHeld(
  { prefilled, sources, choices }: Filled,
  answers: Answers,
  name: string,
): Held | undefined {
  const source = sources[name];
  const chosen = Object.entries(choices).flatMap(([field, offered]) => {
    const fills = offered.find(({ value }) => value === answers[field])?.fills;
    return fills && name in fills ? [fills[name]] : [];
  });
  const [value] = name in prefilled ? [prefilled[name]] : chosen;
  if (!source || value === undefined) return undefined;
  // A list comes back from a draft as another one that says the same.
  return { source, value, changed: JSON.stringify(value) !== JSON.stringify(answers[name]) };
}

/** The materials with what meets them where these are the answers: of several homes, the certificate of this one. */
export function materialsOf({ materials }: Pick<FormAnswer, 'materials'>, answers: Answers) {
  return materials.map(({ meets = [], ...material }) => {
    const fits = meets.find(({ when }) =>
      Object.entries(when).every(([name, value]) => value !== null && value === answers[name]),
    );
    return fits ? { ...material, met: fits.met } : material;
  });
}

function fillsOf(field: Pick<FormField, 'x-choices'> | undefined): string[] {
  const choices = field?.['x-choices'];
  return typeof choices === 'object' ? Object.keys(choices.fills ?? {}) : [];
}
