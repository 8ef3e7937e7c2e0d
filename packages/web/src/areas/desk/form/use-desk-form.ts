import { useMemo, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { checkAnswer } from '../../portal/form/check.ts';
import { askedSteps, useConditions, type Answers, type AskedStep } from '../../portal/form/conditions.ts';
import type { DeskField, DeskForm } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { asPortalField, asPortalForm, isLocked } from './adapt.ts';

const nothing: DeskForm = { properties: {}, 'x-steps': [] };

export interface OpenForm {
  /** Tells apart the fields of two forms on one page. */
  scope: string;
  schema: DeskForm;
  /** False while the engine for its conditions is on its way. */
  ready: boolean;
  steps: AskedStep[];
  values: Answers;
  errors: Readonly<Record<string, string>>;
  set: (name: string, value: unknown) => void;
  /** Finds what is wrong and shows it. */
  check: () => string[];
  /** Shows what the server found wrong. */
  takeFaults: (error: Error) => void;
  /** What was asked and answered. */
  answers: () => Answers;
}

/** A form that is being filled in; `null` is a form without questions, `filled` what is known at first. */
export function useDeskForm(
  form: DeskForm | null,
  scope: string,
  skip: readonly string[] = [],
  filled: Answers = {},
): OpenForm {
  const { t, text } = useDeskWords();
  const schema = form ?? nothing;
  const portal = useMemo(() => asPortalForm(schema), [schema]);
  const holds = useConditions(portal);
  const [values, setValues] = useState<Answers>(filled);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const steps = holds ? askedSteps(portal, values, holds).map(withoutSkipped).filter(hasFields) : [];

  function withoutSkipped(step: AskedStep): AskedStep {
    const fields = step.fields.filter((name) => {
      const field = schema.properties[name];
      return field && !isLocked(field) && !skip.includes(name);
    });
    return { ...step, fields };
  }

  const asked = () => steps.flatMap((step) => step.fields);
  const titleOf = (name: string, field: DeskField) => (field['x-title'] ? text(field['x-title']) : name);

  return {
    scope,
    schema,
    ready: holds !== undefined,
    steps,
    values,
    errors,
    set: (name, value) => {
      setValues((before) => ({ ...before, ...filledBy(schema.properties[name], value), [name]: value }));
      setErrors(({ [name]: _, ...others }) => others);
    },
    check: () => {
      const found: Record<string, string> = {};
      for (const name of asked()) {
        const field = schema.properties[name];
        if (!field) continue;
        const required = schema.required?.includes(name) ?? false;
        const wrong = checkAnswer(asPortalField(field), titleOf(name, field), values[name], required, t);
        if (wrong) found[name] = wrong;
      }
      setErrors(found);
      return Object.keys(found);
    },
    takeFaults: (error) => {
      const fields = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
      const known = fields
        .map((field) => [field.path.split('/').at(-1) ?? '', text(field.text)] as const)
        .filter(([name]) => name in schema.properties);
      setErrors(Object.fromEntries(known));
    },
    answers: () =>
      Object.fromEntries(
        asked()
          .filter((name) => values[name] !== undefined && values[name] !== '')
          .map((name) => [name, values[name]]),
      ),
  };
}

/** What a choice among records brings: what its record says, and nothing of what another said. */
export function filledBy(field: DeskField | undefined, value: unknown): Answers {
  const fills = field?.['x-fills'] ?? {};
  const gone = Object.values(fills).flatMap((values) => Object.keys(values));
  return { ...Object.fromEntries(gone.map((name) => [name, undefined])), ...fills[String(value)] };
}

function hasFields(step: AskedStep): boolean {
  return step.fields.length > 0;
}

export function inputId(scope: string, name: string): string {
  return `${scope}-${name}`;
}
