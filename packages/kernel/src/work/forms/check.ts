import type { FormSource } from '@quancheng/pack-sdk';
import { compileExpression, toJson } from '@quancheng/engines/feel';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { defineErrors, type FieldProblem } from '../../platform/errors/index.ts';
import { jsonSchemaOf, stepCondition } from './schema.ts';
import { wordsFor } from './words.ts';

export const formErrors = defineErrors('form', {
  refused: {
    status: 400,
    zh: '表单“{form}”有 {count} 处不能使用。',
    en: '{count} places of the form “{form}” cannot be used.',
    remedyZh: '请按下列位置逐一修改后再发布；原有版本继续有效。',
    remedyEn: 'Correct the places named below and publish it again; the version in force stays.',
  },
  invalidAnswers: {
    status: 400,
    zh: '有 {count} 处需要修改。',
    en: 'Something needs correcting ({count}).',
    remedyZh: '请按提示修改后再提交，已填内容不会丢失。',
    remedyEn: 'Correct what is named below and send it again; what you filled in is kept.',
  },
});

// `unicode: false` and patterns instead of formats: the standalone module then needs no import of its own.
const options = {
  allErrors: true,
  strict: false,
  unicode: false,
  logger: false,
  code: { source: true, esm: true },
} as const;
const ajv = new Ajv2020(options);
const validators = new WeakMap<FormSource, ValidateFunction>();

/**
 * Checks answers as the browser does: schema, conditions, required fields. Answers to questions that are
 * not asked are dropped. Throws `form.invalid-answers` with the fields.
 */
export function checkAnswers(
  form: FormSource,
  answers: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const asked = Object.fromEntries(Object.entries(answers).filter(([name]) => isAsked(form, name, answers)));
  const validate = validatorOf(form);
  validate(asked);
  const problems = [
    ...schemaProblems(form, asked, validate.errors ?? []),
    ...missingConditional(form, asked, answers),
  ];
  if (problems.length > 0) throw formErrors.invalidAnswers({ count: problems.length }, problems);
  return asked;
}

/** The same checks as an ES module for the browser, compiled so that no `eval` is needed there. */
export function validatorModule(form: FormSource): string {
  return standaloneCode.default(ajv, validatorOf(form));
}

function validatorOf(form: FormSource): ValidateFunction {
  const known = validators.get(form);
  if (known) return known;
  const validate = ajv.compile(jsonSchemaOf(form));
  validators.set(form, validate);
  return validate;
}

/** Compiles a form that may never be used and keeps nothing of it. Throws what the compiler throws. */
export function tryChecks(form: FormSource): void {
  new Ajv2020(options).compile(jsonSchemaOf(form));
}

function isAsked(form: FormSource, name: string, answers: Readonly<Record<string, unknown>>): boolean {
  const field = form.properties[name];
  if (!field) return true; // an unknown name is left for the schema to refuse
  return [field['x-when'], stepCondition(form, name)].every(
    (when) => when === undefined || holds(when, answers),
  );
}

function holds(when: string, answers: Readonly<Record<string, unknown>>): boolean {
  return toJson(compiled(when).evaluate({ ...answers })) === true;
}

const expressions = new Map<string, ReturnType<typeof compileExpression>>();

function compiled(source: string): ReturnType<typeof compileExpression> {
  const known = expressions.get(source);
  if (known) return known;
  const expression = compileExpression(source);
  expressions.set(source, expression);
  return expression;
}

/** What is wrong first with each field, as the browser says it. */
function schemaProblems(
  form: FormSource,
  asked: Readonly<Record<string, unknown>>,
  errors: readonly ErrorObject[],
): FieldProblem[] {
  const first = new Map<string, FieldProblem>();
  for (const error of errors) {
    const params = error.params as Record<string, unknown>;
    const extra = params['missingProperty'] ?? params['additionalProperty'];
    const name = typeof extra === 'string' ? extra : (error.instancePath.split('/')[1] ?? '');
    if (first.has(name)) continue;
    const path = typeof extra === 'string' ? `${error.instancePath}/${extra}` : error.instancePath;
    const fault = { keyword: error.keyword, value: asked[name], limit: params['limit'] };
    first.set(name, { path: `/form${path}`, text: wordsFor(name, form.properties[name], fault) });
  }
  return [...first.values()];
}

function missingConditional(
  form: FormSource,
  asked: Readonly<Record<string, unknown>>,
  answers: Readonly<Record<string, unknown>>,
): FieldProblem[] {
  return form.required
    .filter((name) => form.properties[name]?.['x-when'] || stepCondition(form, name))
    .filter((name) => asked[name] === undefined && isAsked(form, name, answers))
    .map((name) => ({
      path: `/form/${name}`,
      text: wordsFor(name, form.properties[name], { keyword: 'required' }),
    }));
}
