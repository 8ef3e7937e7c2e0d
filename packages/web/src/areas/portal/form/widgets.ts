import type { FormField } from '../../../api/types.ts';

export type Widget = NonNullable<FormField['x-widget']> | 'checkboxes' | 'yesNo';

/** How a field is asked for, where the form does not say. */
export function widgetOf(field: FormField): Widget {
  if (field.type === 'boolean' && field['x-widget'] === 'radio') return 'yesNo';
  if (field['x-widget']) return field['x-widget'];
  if (field['x-choices'] !== undefined) return 'choice';
  if (field.type === 'array') return 'checkboxes';
  if (field.type === 'boolean') return field.const === true ? 'confirm' : 'yesNo';
  if (field.enum) return field.enum.length > 6 ? 'select' : 'radio';
  if (field.format === 'date') return 'date';
  if (field.type === 'number' || field.type === 'integer') return 'number';
  return (field.maxLength ?? 0) > 100 ? 'textarea' : 'text';
}

/** Name of the field in the record that filled this one: the form may call it otherwise. */
export function recordField(field: FormField | undefined, name: string): string {
  return /^\w+\.(\w+)$/.exec(field?.['x-from']?.value ?? '')?.[1] ?? name;
}

export function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
