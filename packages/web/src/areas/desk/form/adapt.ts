import type { FormField, FormSchema } from '../../../api/types.ts';
import { widgetOf } from '../../portal/form/widgets.ts';
import type { DeskField, DeskForm } from '../api/types.ts';

export type DeskWidget = ReturnType<typeof widgetOf> | 'photos';

export function deskWidgetOf(field: DeskField): DeskWidget {
  return field['x-widget'] === 'photos' ? 'photos' : widgetOf(asPortalField(field));
}

/** A field as the portal's checks know it; pictures are a list to them. */
export function asPortalField(field: DeskField): FormField {
  const { 'x-widget': widget, ...rest } = field;
  return widget === undefined || widget === 'photos' ? rest : { ...rest, 'x-widget': widget };
}

export function asPortalForm(form: DeskForm): FormSchema {
  const properties = Object.entries(form.properties).map(([name, field]) => [name, asPortalField(field)]);
  return { ...form, properties: Object.fromEntries(properties) as Record<string, FormField> };
}

/** Filled from a record and not to be changed: nobody is asked for it. */
export function isLocked(field: DeskField): boolean {
  return field['x-from']?.lock === true;
}
