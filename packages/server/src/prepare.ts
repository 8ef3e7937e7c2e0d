import { createHash } from 'node:crypto';
import pg from 'pg';
import { appUrl, ensureAppRole, migrate } from '@quancheng/kernel/platform/database';
import type { Context } from '@quancheng/kernel/platform/context';
import { planTables } from '@quancheng/kernel/data/catalogue';
import { publish } from '@quancheng/kernel/work/definitions';
import { listAgencies, saveAgencies, savePosts } from '@quancheng/kernel/subject/organisation';
import { publishItem } from '@quancheng/kernel/service/items';
import type { ResourceSource } from '@quancheng/pack-sdk';
import path from 'node:path';
import { root, type LoadedPack } from './city.ts';
import { configErrors } from './config/index.ts';
import { loadDivisions } from './divisions.ts';
import { asSystem, type Services } from './services.ts';
import { findSetting, saveSetting } from './settings.ts';

export const migrations = path.join(root, 'db/migrations');

/** Brings the schema up to date as its owner and answers the connection string of the application's role. */
export async function prepareSchema(ownerUrl: string): Promise<string> {
  await migrate(ownerUrl, migrations);
  await withOwner(ownerUrl, (client) =>
    client.query(`select
    qc_ensure_partitions('audit_log', current_date, 3), qc_ensure_partitions('outbox', current_date, 3),
    qc_ensure_partitions('access_record', current_date, 3)`),
  );
  await ensureAppRole(ownerUrl);
  return appUrl(ownerUrl);
}

async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What the tables of resources lack, as SQL. */
export function planResources(ownerUrl: string, resources: readonly ResourceSource[]): Promise<string[]> {
  return withOwner(ownerUrl, (client) => planTables(client, resources));
}

/** Applies a plan in one transaction and gives the application its rights on the new tables. */
export async function applyPlan(ownerUrl: string, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  await withOwner(ownerUrl, async (client) => {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  });
  await ensureAppRole(ownerUrl);
}

/** Resources that have tables of their own. */
export function tableResources({ catalogue }: Pick<Services, 'catalogue'>): ResourceSource[] {
  return catalogue.all().flatMap((resource) => (resource.query ? [] : [resource.source]));
}

/** Creates the tables at a demo's start; elsewhere the operator applies them (`qc schema apply`). */
export async function prepareResources(services: Services, ownerUrl: string): Promise<void> {
  const plan = await planResources(ownerUrl, tableResources(services));
  if (plan.length > 0 && !services.demo) throw configErrors.schemaPending({ count: plan.length });
  await applyPlan(ownerUrl, plan);
}

/** Divisions, agencies and posts of the city, and the packs it uses; nothing happens where nothing changed. */
export async function prepareCity(services: Services): Promise<void> {
  const { city, packs, config } = services;
  await asSystem(services, 'the city of the configuration is loaded at start', async (ctx) => {
    await loadDivisions(ctx, config.city, city);
    await saveAgencies(
      ctx,
      city.agencies.map(({ slug, code, name, division }) => ({ slug, code, name, divisionCode: division })),
    );
    await savePosts(
      ctx,
      city.posts.map(({ slug, role, agency, division, name }) => ({
        slug,
        role,
        agencySlug: agency,
        divisionCode: division,
        name,
      })),
    );
    await saveResources(ctx, services);
  });
  for (const pack of packs) {
    await asSystem(services, 'packs of the city are published at start', async (ctx) => {
      // What an operator published since stays, until the pack on disk changes.
      const hash = hashOf(pack);
      if ((await findSetting(ctx, `pack.${pack.manifest.id}`)) === hash) return;
      await publishPack(ctx, services, pack);
      await saveSetting(ctx, `pack.${pack.manifest.id}`, hash);
    });
  }
}

/** The platform's own certificates, as far as they are missing or end soon. */
export function prepareAuthority(services: Services): Promise<void> {
  return asSystem(
    services,
    'the certificates of the platform are made and renewed',
    services.authority.prepare,
  );
}

function hashOf({ content }: LoadedPack): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...content, dir: '' }))
    .digest('hex');
}

/** Makes an empty database that of the city; nothing is done to the database of another. Errors: `config.other-city`. */
export function claimCity({ unit, city }: Pick<Services, 'unit' | 'city'>): Promise<void> {
  return asSystem({ unit }, 'the database of another city is refused', async (ctx) => {
    const found = await findSetting(ctx, 'city');
    if (found === city.id) return;
    if (found !== undefined) throw configErrors.otherCity({ found: String(found), wanted: city.id });
    await saveSetting(ctx, 'city', city.id);
  });
}

async function saveResources(ctx: Context, { catalogue }: Services): Promise<void> {
  for (const { code, pack, source, agencySlug } of catalogue.all()) {
    const schema = JSON.stringify(source);
    const values = {
      pack,
      schema,
      schemaHash: createHash('sha256').update(schema).digest('hex'),
      agencySlug,
      nameZh: source['x-name'].zh,
      nameEn: source['x-name'].en,
      updatedAt: ctx.now,
    };
    await ctx.tx
      .insertInto('resource')
      .values({ code, ...values })
      .onConflict((conflict) => conflict.column('code').doUpdateSet(values))
      .execute();
  }
}

export interface PackReport {
  pack: string;
  changed: string[];
  unchanged: number;
}

/** Publishes everything of a pack that differs from what is in force, in one transaction. */
export async function publishPack(
  ctx: Context,
  services: Services,
  { manifest, content }: LoadedPack,
): Promise<PackReport> {
  const pack = manifest.id;
  const changed: string[] = [];
  let unchanged = 0;
  const note = (name: string, result: { changed: boolean; version: number }) => {
    if (result.changed) changed.push(`${name} v${result.version}`);
    else unchanged += 1;
  };
  note(`texts ${pack}`, await publish(ctx, { kind: 'texts', key: pack, pack, content: content.texts }));
  for (const form of content.forms)
    note(`form ${form.$id}`, await publish(ctx, { kind: 'form', key: form.$id, pack, content: form }));
  for (const licence of content.licences) {
    note(
      `licence ${licence.code}`,
      await publish(ctx, { kind: 'licenceType', key: licence.code, pack, content: licence }),
    );
  }
  for (const layout of content.layouts) {
    const entry = { kind: 'layout', key: layout.licence, pack, content: layout } as const;
    note(`layout ${layout.licence}`, await publish(ctx, entry));
  }
  for (const xml of Object.values(content.decisions)) {
    for (const decision of await services.decisions.publish(ctx, { pack, xml }))
      note(`decision ${decision.key}`, decision);
  }
  for (const xml of Object.values(content.processes)) {
    const process = await services.cases.processes.publish(ctx, { pack, xml });
    note(`process ${process.key}`, process);
  }
  const agencies = new Map((await listAgencies(ctx.tx)).map((agency) => [agency.slug, agency]));
  for (const item of content.items) {
    const agency = agencies.get(item.agency ?? manifest.agency);
    // A city without the agency does not offer its items.
    if (!agency) continue;
    const result = await publishItem(ctx, { item, agency, pack });
    note(`item ${result.code}`, result);
  }
  return { pack, changed, unchanged };
}
