import type { ProcessDefinition } from './model.ts';
import type { Instance, Wait } from './state.ts';
import { describeWait } from './waits.ts';

/** What an instance waits for now, with names and properties of the elements. */
export async function waitsOf(
  definition: ProcessDefinition,
  { state }: Instance,
  loadProcess: (reference: string) => Promise<ProcessDefinition>,
): Promise<Wait[]> {
  const scopes = new Map(state.scopes.map((scope) => [scope.id, scope]));
  const tokens = new Map(state.tokens.map((token) => [token.id, token]));
  return Promise.all(
    state.waits.flatMap((wait) => {
      const token = tokens.get(wait.token);
      if (!token) return [];
      const reference = scopes.get(token.scope)?.process;
      const around = reference === undefined ? Promise.resolve(definition) : loadProcess(reference);
      return [around.then((process) => describeWait(process, wait, token))];
    }),
  );
}
