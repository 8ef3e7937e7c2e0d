import { ProcessRunError, type OperationCall } from '../../../work/processes/index.ts';

/** A task header that an operation cannot do without. */
export function header(call: OperationCall, name: string): string {
  const value = call.headers[name];
  if (value === undefined || value === '')
    throw new ProcessRunError(call.element.id, `the header “${name}” is missing`);
  return value;
}

export function inputText(call: OperationCall, name: string): string {
  const value = call.inputs[name];
  if (typeof value !== 'string' || value === '')
    throw new ProcessRunError(call.element.id, `the input “${name}” has no text`);
  return value;
}

/** Whole fen; a fraction would be money made or lost. */
export function inputAmount(call: OperationCall, name: string): number {
  const value = call.inputs[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new ProcessRunError(call.element.id, `the input “${name}” is no amount in fen: ${String(value)}`);
  }
  return value;
}

export function inputRecord(call: OperationCall, name: string): Record<string, unknown> {
  const value = call.inputs[name];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
}

export function optionalText(call: OperationCall, name: string): string | undefined {
  const value = call.inputs[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The last verb with what the person entered; absent when a timer or the rules brought the process here. */
export interface Action extends Record<string, unknown> {
  verb: string;
  reason?: string;
  basis?: string;
  corrections?: { path: string; text: { zh: string; en: string } }[];
}

export function actionOf(call: OperationCall): Partial<Action> {
  return (call.variables['action'] ?? {}) as Partial<Action>;
}
