import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { FormSource } from '@quancheng/pack-sdk';
import { lookupProblems } from './examine.ts';
import { fillForm, sourcesOf, type FormFiller } from './fill.ts';

const words = { zh: '题目', en: 'Question' };
const text = { type: 'string', 'x-title': words } as const;

const form: FormSource = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'boats',
  title: '船',
  type: 'object',
  required: ['name', 'length'],
  properties: {
    boat: {
      ...text,
      'x-choices': {
        lookup: 'boats',
        value: 'record.number',
        zh: 'record.name',
        en: 'record.name',
        other: { zh: '都不是', en: 'None of these' },
        fills: { name: 'record.name', length: 'record.length' },
      },
    },
    name: text,
    length: { type: 'integer', 'x-title': words },
  },
  additionalProperties: false,
  'x-lookups': {
    boats: {
      resource: 'boat',
      where: [
        { personId: 'if applicant.kind = "person" then applicant.id else null' },
        { companyId: 'if applicant.kind = "entity" then applicant.id else null' },
      ],
      only: 'record.afloat',
      many: true,
    },
  },
  'x-steps': [{ id: 'one', title: words, fields: ['boat', 'name', 'length'] }],
  'x-confirm': words,
};

interface Boat {
  number: string;
  name: string;
  length: number | null;
  afloat: boolean;
  personId?: string;
  companyId?: string;
}

/** A register of boats, read as the libraries are: by equal fields. */
const registerOf = (boats: readonly Boat[]): FormFiller => ({
  query: async (_resource, where) =>
    boats
      .filter((boat) => Object.entries(where).every(([field, value]) => boat[field as keyof Boat] === value))
      .map((boat) => ({ ...boat, recordedAt: '2026-01-05T00:00:00Z' })),
  describe: () => ({ name: { zh: '船舶登记', en: 'Boats' }, agency: { zh: '港航', en: 'Harbours' } }),
});
const ownedBy = (owner: { personId: string } | { companyId: string }) =>
  fc
    .uniqueArray(
      fc.record({
        number: fc.stringMatching(/^N\d{3}$/),
        name: fc.constantFrom('白鹭', '云雀', '水鸟'),
        length: fc.option(fc.integer({ min: 3, max: 40 })),
        afloat: fc.boolean(),
      }),
      { selector: ({ number }) => number, maxLength: 5 },
    )
    .map((boats) => boats.map((boat): Boat => ({ ...boat, ...owner })));

describe('choices that fill', () => {
  it('ask only of several, fill from one, leave none to the applicant, and never offer another’s', () =>
    fc.assert(
      fc.asyncProperty(
        ownedBy({ personId: 'p' }),
        ownedBy({ companyId: 'c' }),
        fc.constantFrom('person', 'entity'),
        async (ofPerson, ofCompany, kind) => {
          const applicant = { kind, id: kind === 'person' ? 'p' : 'c' };
          const mine = (kind === 'person' ? ofPerson : ofCompany).filter(({ afloat }) => afloat);
          const filled = await fillForm(form, { applicant }, registerOf([...ofPerson, ...ofCompany]));
          const valuesOf = ({ name, length }: Boat) => ({ name, ...(length === null ? {} : { length }) });
          const [only] = mine;
          expect(filled.prefilled).toEqual(only && mine.length === 1 ? valuesOf(only) : {});
          const offered = filled.choices['boat'] ?? [];
          expect(offered.map(({ value }) => value)).toEqual(
            mine.length > 1 ? [...mine.map(({ number }) => number), 'other'] : [],
          );
          for (const boat of mine.length > 1 ? mine : []) {
            const choice = offered.find(({ value }) => value === boat.number);
            expect(choice?.fills).toEqual(valuesOf(boat));
            // What the choice filled has its source, what was changed after it has none.
            const answers = { boat: boat.number, ...valuesOf(boat) };
            expect(Object.keys(sourcesOf(filled, answers))).toEqual(Object.keys(valuesOf(boat)));
            expect(sourcesOf(filled, { ...answers, name: '自己写的' })).not.toHaveProperty('name');
            expect(sourcesOf(filled, { ...answers, boat: 'other' })).toEqual({});
          }
        },
      ),
    ));

  it('are refused where they fill what is not there, or must be answered', () => {
    const boat = form.properties['boat'];
    const choices = boat?.['x-choices'];
    if (!boat || !choices) throw new Error('the form asks for a boat');
    const astray = { ...boat, 'x-choices': { ...choices, fills: { mast: 'record.name' } } };
    const problemsOf = (changed: Partial<FormSource>) =>
      lookupProblems({ ...form, ...changed }, () => true).map(({ path, text: { en } }) => [path, en]);
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ properties: { ...form.properties, boat: astray } })).toEqual([
      ['/properties/boat', expect.stringContaining('mast')],
    ]);
    expect(problemsOf({ required: ['boat'] })).toEqual([
      ['/properties/boat', expect.stringContaining('required')],
    ]);
  });
});
