import { createHash } from 'node:crypto';
import { tenElements } from '@quancheng/pack-sdk';
import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { published } from '../../platform/publication/index.ts';
import type { Agency } from '../../subject/organisation/index.ts';
import { auditItem } from './audit.ts';
import { implementationCode } from './codes.ts';
import { itemErrors } from './errors.ts';
import type { ItemContent } from './model.ts';
import { searchDocument } from './search.ts';

/** Keeps a base item of the upper level; the items that inherit from it must agree in the ten elements. */
export async function saveBaseItem(ctx: Context, item: ItemContent): Promise<void> {
  const elements = Object.fromEntries(tenElements.map((name) => [name, item[name]]));
  const values = { content: JSON.stringify(elements), level: item.level, updatedAt: ctx.now };
  await ctx.tx
    .insertInto('baseItem')
    .values({ code: item.code, ...values })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(values))
    .execute();
}

/** The elements that a base item fixes, as far as it says them. */
export async function findBase(ctx: Context, code: string): Promise<Partial<ItemContent> | undefined> {
  const row = await ctx.tx
    .selectFrom('baseItem')
    .select('content')
    .where('code', '=', code)
    .executeTakeFirst();
  return row && (row.content as Partial<ItemContent>);
}

/** Names of the ten elements in which an item departs from its base item. */
export function alteredElements(base: Partial<ItemContent>, item: Partial<ItemContent>): string[] {
  return tenElements.filter((name) => name in base && canonical(base[name]) !== canonical(item[name]));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b)))
      : part,
  );
}

export interface PublishedItem {
  id: string;
  code: string;
  version: number;
  changed: boolean;
}

/**
 * Publishes an item as a new version in force, unless the version in force says the same. The version
 * before is withdrawn in the same transaction; cases that run on it keep it.
 */
export async function publishItem(
  ctx: Context,
  input: { item: ItemContent; agency: Agency; pack: string | null },
): Promise<PublishedItem> {
  const { item, agency } = input;
  const code = implementationCode(agency.code, item.level, item.code, item.variant);
  const defects = auditItem(item);
  if (defects.length > 0) {
    const fields = defects.map((defect) => ({ path: `/${defect.field}`, text: defect.text }));
    throw itemErrors.defective({ code, count: defects.length }, fields);
  }
  const base = item.base === undefined ? undefined : await findBase(ctx, item.base);
  const altered = base === undefined ? [] : alteredElements(base, item);
  if (altered.length > 0) throw itemErrors.altersBase({ code, elements: altered.join(', ') });

  const text = JSON.stringify(item);
  const hash = createHash('sha256').update(text).digest('hex');
  const newest = await ctx.tx
    .selectFrom('itemVersion')
    .select(['id', 'version', 'state', 'hash'])
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest?.state === 'published' && newest.hash === hash) {
    return { id: newest.id, code, version: newest.version, changed: false };
  }
  await ctx.tx
    .updateTable('itemVersion')
    .set({ state: 'withdrawn' })
    .where('code', '=', code)
    .where('state', '=', 'published')
    .execute();
  const id = newId();
  const version = (newest?.version ?? 0) + 1;
  const document = searchDocument(item, agency.name.zh);
  await ctx.tx
    .insertInto('itemVersion')
    .values({
      id,
      code,
      slug: item.slug,
      version,
      state: 'published',
      pack: input.pack,
      agencyId: agency.id,
      agencyName: agency.name.zh,
      divisionCode: agency.divisionCode,
      name: item.name,
      caseType: item.caseType,
      itemType: item.type,
      online: item.handlingForm.includes('online'),
      popular: item.popular ?? false,
      serviceObjects: item.serviceObjects as number[],
      lifeEvents: item.lifeEvents,
      content: text,
      hash,
      search: sql`${document.vector}::tsvector`,
      grams: document.grams,
      effectiveFrom: item.effectiveFrom,
      effectiveTo: item.effectiveTo ?? null,
      createdAt: ctx.now,
      publishedAt: ctx.now,
    })
    .execute();
  published(ctx);
  ctx.record({ action: 'item.publish', entity: 'item', entityId: id, detail: { code, version } });
  return { id, code, version, changed: true };
}
