import { useEffect, useState } from 'react';
import type { FormSchema } from '../../../api/types.ts';

export type Answers = Record<string, unknown>;

/** Whether a FEEL condition holds for the answers, exactly as the server judges it. */
type Holds = (condition: string, answers: Answers) => boolean;

/** Loads the engine only for a form that has conditions; undefined while it is on its way. */
export function useConditions(schema: FormSchema): Holds | undefined {
  const needed = conditionsOf(schema).length > 0;
  const [holds, setHolds] = useState<Holds | undefined>(() => (needed ? undefined : never));
  const [failure, setFailure] = useState<{ reason: unknown }>();
  useEffect(() => {
    if (!needed) return;
    let wanted = true;
    const load = async () => {
      const engine = await loadEngine();
      if (wanted) setHolds(() => engine);
    };
    load().catch((reason: unknown) => setFailure({ reason }));
    return () => {
      wanted = false;
    };
  }, [needed]);
  // A newer version no longer has the file: the page says to load anew.
  if (failure) throw failure.reason;
  return holds;
}

function never(): boolean {
  return false;
}

async function loadEngine(): Promise<Holds> {
  const { compileExpression, toJson } = await import('@quancheng/engines/feel');
  const compiled = new Map<string, ReturnType<typeof compileExpression>>();
  return (condition, answers) => {
    let expression = compiled.get(condition);
    if (!expression) {
      expression = compileExpression(condition);
      compiled.set(condition, expression);
    }
    return toJson(expression.evaluate(answers)) === true;
  };
}

function conditionsOf(schema: FormSchema): string[] {
  const ofFields = Object.values(schema.properties).map((field) => field['x-when']);
  const ofSteps = schema['x-steps'].map((step) => step.when);
  return [...ofFields, ...ofSteps].filter((condition) => condition !== undefined);
}

export interface AskedStep {
  id: string;
  title: FormSchema['x-steps'][number]['title'];
  intro?: FormSchema['x-steps'][number]['intro'];
  fields: string[];
}

/** The steps of a form with the fields that these answers make it ask; empty steps are left out. */
export function askedSteps(schema: FormSchema, answers: Answers, holds: Holds): AskedStep[] {
  return schema['x-steps']
    .filter((step) => step.when === undefined || holds(step.when, answers))
    .map(({ id, title, intro, fields }) => ({
      id,
      title,
      ...(intro ? { intro } : {}),
      fields: fields.filter((name) => {
        const field = schema.properties[name];
        return field && (field['x-when'] === undefined || holds(field['x-when'], answers));
      }),
    }))
    .filter((step) => step.fields.length > 0);
}
