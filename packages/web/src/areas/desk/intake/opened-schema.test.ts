import { describe, expect, test } from 'vitest';
import type { IntakeForm } from '../api/types.ts';
import { filledBy } from '../form/use-desk-form.ts';
import { openedSchema } from './opened-schema.ts';

const title = { zh: '住房', en: 'Home' };
const from = { lookup: 'person', value: 'person.phone', lock: true };

function opened(part: Partial<IntakeForm>): IntakeForm {
  const schema = {
    properties: {
      phone: { type: 'string' as const, 'x-from': from },
      home: { type: 'string' as const, 'x-choices': { none: title } },
      note: { type: 'string' as const },
    },
    'x-steps': [],
  };
  return {
    item: '',
    formVersion: 1,
    schema,
    prefilled: {},
    sources: {},
    choices: {},
    materials: [],
    onBehalfOf: null,
    ...part,
  };
}

describe('a form opened for someone at the window', () => {
  test('asks for what is locked only where no record filled it', () => {
    const source = { resource: 'person', resourceName: title, agency: title, asOf: '', locked: true };
    const filled = openedSchema(opened({ sources: { phone: source } })).properties;
    expect(filled['phone']?.['x-from']?.lock).toBe(true);
    expect(openedSchema(opened({})).properties['phone']?.['x-from']?.lock).toBe(false);
    expect(filled['note']).toEqual({ type: 'string' });
  });

  test('offers the records that were found, and says so where there are none', () => {
    const found = openedSchema(opened({ choices: { home: [{ value: '1', label: title }] } })).properties;
    expect(found['home']).toEqual({
      type: 'string',
      enum: ['1'],
      'x-enum': { '1': title },
      'x-widget': 'radio',
    });
    expect(openedSchema(opened({})).properties['home']).toMatchObject({ enum: [], 'x-help': title });
  });

  test('asks which of several records fills the rest, and nothing where there is one or none', () => {
    const boat = { type: 'string' as const, 'x-choices': { fills: { name: 'record.name' } } };
    const schema = {
      properties: { boat, name: { type: 'string' as const } },
      'x-steps': [{ id: 'one', title, fields: ['boat', 'name'] }],
    };
    const none = openedSchema(opened({ schema }));
    expect([Object.keys(none.properties), none['x-steps'][0]?.fields]).toEqual([['name'], ['name']]);
    const two = [
      { value: 'N1', label: title, fills: { name: '白鹭' } },
      { value: 'other', label: title },
    ];
    const asked = openedSchema(opened({ schema, choices: { boat: two } }));
    expect(asked.required).toEqual(['boat']);
    expect(filledBy(asked.properties['boat'], 'N1')).toEqual({ name: '白鹭' });
    expect(filledBy(asked.properties['boat'], 'other')).toEqual({ name: undefined });
    expect(filledBy(asked.properties['name'], 'x')).toEqual({});
  });
});
