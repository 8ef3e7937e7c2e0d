import { compileExpression } from '@quancheng/engines/feel';
import type { PackRule } from './check.ts';

const steps: PackRule = ({ content }) =>
  content.forms.flatMap((form) => {
    const shown = form['x-steps'].flatMap((step) => step.fields);
    const at = `forms/${form.$id}`;
    return [
      ...shown
        .filter((name) => !(name in form.properties))
        .map((name) => ({ at, text: `a step shows the unknown field “${name}”` })),
      ...Object.keys(form.properties)
        .filter((name) => shown.filter((field) => field === name).length !== 1)
        .map((name) => ({ at, text: `the field “${name}” is not on exactly one step` })),
    ];
  });

const lookups: PackRule = ({ content, resources }) =>
  content.forms.flatMap((form) => {
    const known = form['x-lookups'] ?? {};
    const at = `forms/${form.$id}`;
    const used = Object.values(form.properties).flatMap((field) => [
      field['x-from']?.lookup,
      field['x-choices']?.lookup,
    ]);
    return [
      ...used
        .filter(
          (name) => name !== undefined && !(name in known) && name !== 'applicant' && name !== 'account',
        )
        .map((name) => ({ at, text: `there is no lookup “${name}”` })),
      ...Object.values(known)
        .filter(({ resource }) => !resources.has(resource))
        .map(({ resource }) => ({ at, text: `unknown resource “${resource}”` })),
    ];
  });

const conditions: PackRule = ({ content }) =>
  content.forms.flatMap((form) => {
    const sources = [
      ...Object.values(form.properties).flatMap((field) => [
        field['x-when'],
        field['x-from']?.value,
        field['x-choices']?.value,
        field['x-choices']?.zh,
        field['x-choices']?.en,
      ]),
      ...form['x-steps'].map((step) => step.when),
      ...Object.values(form['x-lookups'] ?? {}).flatMap((lookup) => Object.values(lookup.where)),
    ].filter((source) => source !== undefined);
    return sources.flatMap((source) => {
      try {
        compileExpression(source);
        return [];
      } catch (error) {
        return [{ at: `forms/${form.$id}`, text: error instanceof Error ? error.message : String(error) }];
      }
    });
  });

export const formRules = { 'form-steps': steps, 'form-lookups': lookups, 'form-expressions': conditions };
