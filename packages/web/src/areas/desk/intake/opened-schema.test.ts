import { describe, expect, test } from 'vitest';
import type { IntakeForm } from '../api/types.ts';
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
});
