import type { Random } from '@quancheng/pack-sdk';

interface Field {
  type?: string;
  enum?: string[];
  format?: string;
  minimum?: number;
}

/** A form as an action of a case carries it. */
export interface ActionForm {
  required?: string[];
  properties: Record<string, Field>;
}

export interface Action {
  verb: string;
  taskForm: ActionForm | null;
}

/** What comes with a verb, as someone in a hurry but with good will enters it. */
export function bodyOf({ verb, taskForm }: Action, random: Random): Record<string, unknown> {
  const given: Record<string, () => Record<string, unknown>> = {
    review: () => ({ opinion: random.chance(0.85) ? 'agree' : 'disagree' }),
    decide: () =>
      random.chance(0.6)
        ? { outcome: 'granted', reason: '经核实，符合条件。' }
        : { outcome: 'refused', reason: '经核实，不符合条件。', basis: '有关规定第三条' },
    'request-correction': () => ({
      corrections: [{ path: '/phone', text: { zh: '请填写常用的电话。' } }],
    }),
    deliver: () => ({ method: 'electronic' }),
    withdraw: () => ({ reason: '先不办了' }),
    rate: () => ({ stars: 1 + random.below(5), named: random.chance(0.5) }),
  };
  return { ...given[verb]?.(), ...(taskForm ? { form: fill(taskForm) } : {}) };
}

function fill({ required = [], properties }: ActionForm): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, valueOf(properties[name] ?? {})]));
}

function valueOf(field: Field): unknown {
  if (field.enum) return field.enum[0];
  if (field.format === 'date') return new Date().toISOString().slice(0, 10);
  if (field.type === 'array') return [];
  if (field.type === 'integer' || field.type === 'number') return field.minimum ?? 1;
  return field.type === 'boolean' ? true : '无';
}
