import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { modelNamespace } from './parse.ts';

/** What a version of a decision holds: its file, and those that it imports, each after what it imports itself. */
export interface DecisionContent {
  readonly xml: string;
  readonly imports?: readonly string[];
}

/** The newest published file whose own namespace this is. */
export async function findImported(ctx: Context, namespace: string): Promise<DecisionContent | undefined> {
  const rows = await ctx.tx
    .selectFrom('definition')
    .select('content')
    .where('kind', '=', 'decision')
    .where(sql<boolean>`position(${namespace} in content->>'xml') > 0`)
    .orderBy('publishedAt', 'desc')
    .execute();
  return rows
    .map(({ content }) => content as DecisionContent)
    .find(({ xml }) => modelNamespace(xml) === namespace);
}
