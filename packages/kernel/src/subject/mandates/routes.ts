import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { listMandatesOf, type Mandate } from './store.ts';

const relations: Readonly<Record<Mandate['kind'], Text>> = {
  agent: { zh: '受托经办人', en: 'Appointed agent' },
  parent: { zh: '未成年子女', en: 'Your child' },
  representative: { zh: '法定代表人', en: 'Legal representative' },
};

/** Names of principals come from the libraries, which are a later folder. */
export type PrincipalName = (ctx: Context, kind: Mandate['principalKind'], id: string) => Promise<string>;

export function mandateRoutes(deps: { nameOf: PrincipalName }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/mandates',
      summary: 'For whom I may act',
      who: 'resident',
      output: Type.Object({
        items: Type.Array(
          Type.Object({
            id: Type.String(),
            principalId: Type.String(),
            name: Type.String(),
            kind: Type.Enum(['person', 'entity']),
            relation: Text,
            validUntil: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
          }),
        ),
      }),
      handler: async (ctx) => {
        if (ctx.actor.kind !== 'account' || ctx.actor.personId === null) return { items: [] };
        const mandates = await listMandatesOf(ctx, ctx.actor.personId);
        const items = [];
        for (const { id, principalId, principalKind, kind, validUntil } of mandates) {
          const name = await deps.nameOf(ctx, principalKind, principalId);
          items.push({ id, principalId, name, kind: principalKind, relation: relations[kind], validUntil });
        }
        return { items };
      },
    }),
  ];
}
