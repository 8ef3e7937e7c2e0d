import { openedForm } from '../../portal/form/filled.ts';
import type { DeskField, DeskForm, IntakeForm } from '../api/types.ts';

/**
 * The form as it is asked of one applicant: what a record fills is locked only where there was a record, and
 * what is chosen among records offers those that were found.
 */
export function openedSchema({ schema: published, sources, choices }: IntakeForm): DeskForm {
  const schema = openedForm(published, choices);
  const properties = Object.entries(schema.properties).map(([name, field]): [string, DeskField] => [
    name,
    withChoices(withLock(field, sources[name]?.locked === true), choices[name]),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** The form of a case that is corrected: locked is what a record filled when it was filed. */
export function lockedSchema({ schema, sources }: Pick<IntakeForm, 'schema' | 'sources'>): DeskForm {
  const properties = Object.entries(schema.properties).map(([name, field]): [string, DeskField] => [
    name,
    withLock(field, sources[name]?.locked === true),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

function withLock(field: DeskField, lock: boolean): DeskField {
  const from = field['x-from'];
  return from ? { ...field, 'x-from': { ...from, lock } } : field;
}

function withChoices(field: DeskField, found: IntakeForm['choices'][string] | undefined): DeskField {
  const { 'x-choices': asked, ...rest } = field;
  if (asked === undefined) return field;
  const options = found ?? [];
  const none = typeof asked === 'object' ? asked.none : undefined;
  return {
    ...rest,
    enum: options.map(({ value }) => value),
    'x-enum': Object.fromEntries(options.map(({ value, label }) => [value, label])),
    'x-widget': options.length > 6 ? 'select' : 'radio',
    ...(options.length === 0 && none ? { 'x-help': none } : {}),
    ...(options.some(({ fills }) => fills)
      ? { 'x-fills': Object.fromEntries(options.map(({ value, fills = {} }) => [value, fills])) }
      : {}),
  };
}
