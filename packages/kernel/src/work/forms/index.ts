export {
  fillForm,
  sourcesOf,
  type Choice,
  type FieldSource,
  type FilledForm,
  type FormFiller,
} from './fill.ts';
export { checkAnswers, validatorModule, formErrors } from './check.ts';
export { jsonSchemaOf } from './schema.ts';
export { expressionProblems, lookupProblems, stepProblems, type FormProblem } from './examine.ts';
export { formAdminRoutes } from './routes.ts';
