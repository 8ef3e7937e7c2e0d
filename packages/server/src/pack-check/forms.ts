import {
  expressionProblems,
  lookupProblems,
  stepProblems,
  type FormProblem,
} from '@quancheng/kernel/work/forms';
import type { FormSource } from '@quancheng/pack-sdk';
import type { CheckedPack, PackRule } from './check.ts';

function ofEachForm(examine: (form: FormSource, pack: CheckedPack) => FormProblem[]): PackRule {
  return (pack) =>
    pack.content.forms.flatMap((form) =>
      examine(form, pack).map(({ text }) => ({ at: `forms/${form.$id}`, text })),
    );
}

export const formRules = {
  'form-steps': ofEachForm(stepProblems),
  'form-lookups': ofEachForm((form, { resources }) => lookupProblems(form, (code) => resources.has(code))),
  'form-expressions': ofEachForm(expressionProblems),
};
