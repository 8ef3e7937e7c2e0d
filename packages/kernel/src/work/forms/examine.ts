import { FormSource } from '@quancheng/pack-sdk';
import { compileExpression } from '@quancheng/engines/feel';
import Value from 'typebox/value';
import type { Text } from '../../platform/text/index.ts';
import { tryChecks } from './check.ts';

/** What keeps a form from being used; `path` is a JSON Pointer into it. */
export interface FormProblem {
  rule: 'form-shape' | 'form-steps' | 'form-lookups' | 'form-expressions' | 'form-schema';
  path: string;
  text: Text;
}

/** Everything that is wrong in what may be a form. `isResource` tells the resources that it may look up. */
export function examineForm(form: unknown, isResource: (code: string) => boolean): FormProblem[] {
  const shape = shapeProblems(form);
  // The rest reads a form, which this is not yet.
  if (shape.length > 0) return shape;
  const source = form as FormSource;
  return [
    ...stepProblems(source),
    ...lookupProblems(source, isResource),
    ...expressionProblems(source),
    ...schemaProblems(source),
  ];
}

function shapeProblems(form: unknown): FormProblem[] {
  return [...Value.Errors(FormSource, form)].slice(0, 50).map(({ instancePath, message }) => ({
    rule: 'form-shape',
    path: instancePath || '/',
    text: { zh: `不符合表单的格式：${message}`, en: `Not the shape of a form: ${message}` },
  }));
}

/** Each field is asked on exactly one step, and steps and requirements name fields that there are. */
export function stepProblems(form: FormSource): FormProblem[] {
  const shown = form['x-steps'].flatMap((step) => step.fields);
  const problem = (path: string, zh: string, en: string): FormProblem => ({
    rule: 'form-steps',
    path,
    text: { zh, en },
  });
  return [
    ...shown
      .filter((name) => !(name in form.properties))
      .map((name) =>
        problem('/x-steps', `步骤中有不存在的字段“${name}”`, `a step shows the unknown field “${name}”`),
      ),
    ...form.required
      .filter((name) => !(name in form.properties))
      .map((name) =>
        problem('/required', `必填项中有不存在的字段“${name}”`, `the unknown field “${name}” is required`),
      ),
    ...Object.keys(form.properties)
      .filter((name) => shown.filter((field) => field === name).length !== 1)
      .map((name) =>
        problem(
          `/properties/${name}`,
          `字段“${name}”应正好出现在一个步骤里`,
          `the field “${name}” is not on exactly one step`,
        ),
      ),
  ];
}

/** Fields fill from lookups that there are, and these read resources that there are. */
export function lookupProblems(form: FormSource, isResource: (code: string) => boolean): FormProblem[] {
  const known = form['x-lookups'] ?? {};
  const given = ['applicant', 'account'];
  return [
    ...Object.entries(form.properties).flatMap(([field, { 'x-from': from, 'x-choices': choices }]) =>
      [from?.lookup, choices?.lookup]
        .filter((name) => name !== undefined && !(name in known) && !given.includes(name))
        .map((name): FormProblem => ({
          rule: 'form-lookups',
          path: `/properties/${field}`,
          text: { zh: `没有名为“${name}”的查询`, en: `there is no lookup “${name}”` },
        })),
    ),
    ...fillProblems(form),
    ...Object.entries(known)
      .filter(([, { resource }]) => !isResource(resource))
      .map(([name, { resource }]): FormProblem => ({
        rule: 'form-lookups',
        path: `/x-lookups/${name}`,
        text: { zh: `没有数据资源“${resource}”`, en: `unknown resource “${resource}”` },
      })),
  ];
}

/** Choices fill other fields that there are; being asked only of some, they cannot be required. */
function fillProblems(form: FormSource): FormProblem[] {
  return Object.entries(form.properties).flatMap(([field, { 'x-choices': choices }]) => {
    if (!choices?.fills) return [];
    const at = { rule: 'form-lookups', path: `/properties/${field}` } as const;
    const strangers = Object.keys(choices.fills).filter(
      (name) => !(name in form.properties) || name === field,
    );
    const required = {
      zh: `“${field}”只在查到多条记录时才问，不能设为必填`,
      en: `“${field}” is asked only where there are several records and cannot be required`,
    };
    return [
      ...strangers.map((name) => ({
        ...at,
        text: { zh: `选项要填的字段“${name}”不存在`, en: `its choices fill the unknown field “${name}”` },
      })),
      ...(form.required.includes(field) ? [{ ...at, text: required }] : []),
    ];
  });
}

/** Every FEEL expression of a form can be read. */
export function expressionProblems(form: FormSource): FormProblem[] {
  return expressionsOf(form).flatMap(([path, source]) => {
    try {
      compileExpression(source);
      return [];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return [
        {
          rule: 'form-expressions',
          path,
          text: { zh: `表达式“${source}”有误：${reason}`, en: reason },
        } as const,
      ];
    }
  });
}

function expressionsOf(form: FormSource): [path: string, source: string][] {
  const found: [string, string | undefined][] = [
    ...Object.entries(form.properties).flatMap(([name, field]): [string, string | undefined][] => {
      const { 'x-when': when, 'x-from': from, 'x-choices': choices } = field;
      const fills = Object.values(choices?.fills ?? {});
      return [when, from?.value, choices?.value, choices?.zh, choices?.en, ...fills].map((source) => [
        `/properties/${name}`,
        source,
      ]);
    }),
    ...form['x-steps'].map((step): [string, string | undefined] => [`/x-steps/${step.id}`, step.when]),
    ...Object.entries(form['x-lookups'] ?? {}).flatMap(([name, lookup]) =>
      [...[lookup.where].flat().flatMap((where) => Object.values(where)), lookup.only].map(
        (source): [string, string | undefined] => [`/x-lookups/${name}`, source],
      ),
    ),
  ];
  return found.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** The answers' schema compiles, patterns among it. */
function schemaProblems(form: FormSource): FormProblem[] {
  try {
    tryChecks(form);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = { zh: `校验规则有误：${reason}`, en: `The checks cannot be compiled: ${reason}` };
    return [{ rule: 'form-schema', path: '/properties', text }];
  }
}
