import type { FormSource } from '@quancheng/pack-sdk';

/**
 * The plain JSON Schema of a form's answers: display hints stripped, conditional fields not required
 * (whether they are follows from their condition, which a schema cannot say).
 */
export function jsonSchemaOf(form: FormSource): Record<string, unknown> {
  const properties = Object.entries(form.properties).map(([name, field]) => [
    name,
    Object.fromEntries(
      Object.entries(field)
        .filter(([key]) => !key.startsWith('x-'))
        .map(([key, value]) =>
          key === 'format' && value === 'date' ? ['pattern', datePattern] : [key, value],
        ),
    ),
  ]);
  const required = form.required.filter(
    (name) => !form.properties[name]?.['x-when'] && !stepCondition(form, name),
  );
  return {
    $schema: form.$schema,
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, unknown>,
    required,
    additionalProperties: false,
  };
}

const datePattern = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';

/** The condition of the step that asks a field, if it has one. */
export function stepCondition(form: FormSource, field: string): string | undefined {
  return form['x-steps'].find((step) => step.fields.includes(field))?.when;
}
