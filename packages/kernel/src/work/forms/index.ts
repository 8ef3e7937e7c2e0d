export { fillForm, type FieldSource, type FilledForm, type FormFiller } from './fill.ts';
export { checkAnswers, validatorModule, formErrors } from './check.ts';
export { jsonSchemaOf } from './schema.ts';
