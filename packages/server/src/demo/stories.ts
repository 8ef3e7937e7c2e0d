import { dateOf } from '@quancheng/kernel/platform/clock';
import type { Context } from '@quancheng/kernel/platform/context';
import { newId } from '@quancheng/kernel/platform/ids';
import type { Text } from '@quancheng/kernel/platform/text';
import { createAccount } from '@quancheng/kernel/subject/accounts';
import { checkDigitOfIdNumber } from '@quancheng/kernel/subject/identifiers';
import { grantMandate, lastMinorDay } from '@quancheng/kernel/subject/mandates';
import { getAgencyBySlug } from '@quancheng/kernel/subject/organisation';
import { findRecord, writeRecord } from '@quancheng/kernel/data/libraries';
import { getCurrent } from '@quancheng/kernel/work/definitions';
import { issueLicence } from '@quancheng/kernel/service/licences';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Catalogue } from '@quancheng/kernel/data/catalogue';
import { resolveDate } from './dates.ts';

/** A person of the demo with what decides their case (docs/guides/packs.md, «Stories»). */
export interface Story {
  account: string;
  /** `resident` or `business`. */
  group: string;
  /** Under which heading the sign-in page shows it. */
  topic: Text;
  name: string;
  story: Text;
  person: Record<string, unknown>;
  entity?: Record<string, unknown> & { creditCode: string; name: string };
  /** Accounts of children for whom this one acts. */
  parentOf?: string[];
  records: { resource: string; values: Record<string, unknown> }[];
  apply: { item: string; onBehalfOf?: string; form: Record<string, unknown>; expect: string }[];
}

export interface LoadedStory {
  account: string;
  name: string;
  group: string;
  topic: Text;
  story: Text;
  apply: { item: string; onBehalfOf?: string; form: Record<string, unknown>; expect: string }[];
}

/** Identity numbers of demo people begin with a division that does not exist, so nobody real has one. */
export const demoDivision = '990000';

interface Known {
  people: Map<string, { id: string; name: string; idNumber: string; birthDate: string }>;
  entities: Map<string, string>;
}

interface Town {
  /** Where people are registered unless their story says otherwise. */
  division: string;
  /** Slug of the agency that owns a pack. */
  ownerOf: (pack: string) => string;
  /** How many people of stories there are already: identity numbers and phones are counted on. */
  firstIndex: number;
}

/**
 * Makes the people of all stories first, then their records: a record may point at someone of another story
 * that is loaded along with it.
 */
export async function loadStories(
  ctx: Context,
  catalogue: Catalogue,
  stories: readonly Story[],
  { division, ownerOf, firstIndex }: Town,
): Promise<LoadedStory[]> {
  const today = dateOf(ctx.now);
  const known: Known = { people: new Map(), entities: new Map() };
  const resolved = stories.map((story) => ({ ...story, person: resolveAll(story.person, today) }));
  for (const [index, story] of resolved.entries())
    await addPerson(ctx, catalogue, story, firstIndex + index, division, known);
  for (const story of resolved) await addEntity(ctx, catalogue, story, today, known);
  const loaded: LoadedStory[] = [];
  for (const story of resolved) loaded.push(await addRecords(ctx, catalogue, story, today, known, ownerOf));
  for (const story of resolved) await addChildren(ctx, story, known);
  return loaded;
}

async function addPerson(
  ctx: Context,
  catalogue: Catalogue,
  story: Story,
  index: number,
  division: string,
  known: Known,
): Promise<void> {
  const { account, name, person } = story;
  const id = newId();
  const sex = person['sex'] === '1' ? '1' : '2';
  const idNumber = demoIdNumber(String(person['birthDate']), index, sex);
  const registeredHere = person['registeredHere'] !== false;
  await writeRecord(ctx, catalogue, 'person', {
    alive: true,
    registeredHere,
    ...(registeredHere ? { registeredDivision: division } : {}),
    phone: `100000${String(10_000 + index)}`,
    ...person,
    id,
    idNumber,
    name,
    sex,
  });
  await createAccount(ctx, {
    login: account,
    name,
    personId: id,
    demo: true,
    phone: `100000${String(10_000 + index)}`,
  });
  known.people.set(account, { id, name, idNumber, birthDate: String(person['birthDate']) });
}

/** An identity number that no generated person has: those begin with later divisions. */
export function demoIdNumber(birthDate: string, index: number, sex: '1' | '2'): string {
  const sequence = String(((index * 2) % 998) + (sex === '1' ? 1 : 0)).padStart(3, '0');
  const first17 = `${demoDivision}${birthDate.replaceAll('-', '')}${sequence}`;
  return `${first17}${checkDigitOfIdNumber(first17)}`;
}

/** Two representatives of one company name the same credit code: the company is made once. */
async function addEntity(
  ctx: Context,
  catalogue: Catalogue,
  story: Story,
  today: string,
  known: Known,
): Promise<void> {
  const { entity, account } = story;
  const person = known.people.get(account);
  if (!entity || !person) return;
  const { creditCode } = entity;
  let id = known.entities.get(creditCode);
  if (id === undefined) {
    const values = resolveAll(entity, today);
    id = await writeRecord(ctx, catalogue, 'legal-entity', {
      representativeId: person.id,
      representativeName: person.name,
      ...values,
    });
    known.entities.set(creditCode, id);
  }
  await grantMandate(ctx, {
    principalKind: 'entity',
    principalId: id,
    agentPersonId: person.id,
    kind: 'representative',
    scope: [],
    validUntil: null,
  });
}

async function addChildren(ctx: Context, story: Story, known: Known): Promise<void> {
  const parent = known.people.get(story.account);
  for (const account of story.parentOf ?? []) {
    const child = known.people.get(account);
    if (!parent || !child) continue;
    await grantMandate(ctx, {
      principalKind: 'person',
      principalId: child.id,
      agentPersonId: parent.id,
      kind: 'parent',
      scope: [],
      validUntil: lastMinorDay(child.birthDate),
    });
  }
}

async function addRecords(
  ctx: Context,
  catalogue: Catalogue,
  story: Story,
  today: string,
  known: Known,
  ownerOf: (pack: string) => string,
): Promise<LoadedStory> {
  const ids: string[] = [];
  const fill = (value: unknown): unknown => fillPlaceholders(value, { story, today, known, ids });
  for (const { resource, values } of story.records) {
    const filled = fill(values) as Record<string, unknown>;
    const held = resource === 'held-licence';
    ids.push(
      held
        ? await issueHeld(ctx, catalogue, filled, ownerOf)
        : await writeRecord(ctx, catalogue, resource, filled),
    );
  }
  const { account, name, group, topic, story: text } = story;
  return { account, name, group, topic, story: text, apply: fill(story.apply) as LoadedStory['apply'] };
}

/** A licence that someone holds already comes through the same door as every other, without a case. */
async function issueHeld(
  ctx: Context,
  catalogue: Catalogue,
  values: Record<string, unknown>,
  ownerOf: (pack: string) => string,
): Promise<string> {
  const type = String(values['typeCode']);
  const definition = await getCurrent<LicenceTypeSource>(ctx, 'licenceType', type);
  const { pack, content } = definition;
  const kind = content.holder === 'any' ? 'person' : content.holder;
  const id = String(values['holderId']);
  const holder = await findRecord(ctx, catalogue, kind === 'person' ? 'person' : 'legal-entity', { id });
  const owner = content.issuer ?? ownerOf(pack);
  const optional = (name: string) =>
    typeof values[name] === 'string' ? { [name]: values[name] as string } : {};
  const licence = await issueLicence(ctx, {
    type,
    holder: { id, kind, name: String(holder?.['name'] ?? '') },
    issuerId: (await getAgencyBySlug(ctx, owner)).id,
    caseId: null,
    fields: (values['fields'] ?? {}) as Record<string, unknown>,
    ...optional('validFrom'),
    ...optional('validUntil'),
  });
  return licence.id;
}

function resolveAll<T extends Record<string, unknown>>(values: T, today: string): T {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' && value.startsWith('$today') ? resolveDate(value, today) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

interface Scope {
  story: Story;
  today: string;
  known: Known;
  ids: readonly string[];
}

function fillPlaceholders(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((part) => fillPlaceholders(part, scope));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, fillPlaceholders(part, scope)]),
    );
  }
  if (typeof value !== 'string' || !value.startsWith('$')) return value;
  const found = placeholder(value, scope);
  if (found === undefined) throw new Error(`story ${scope.story.account}: nothing stands for ${value}`);
  return found;
}

function placeholder(text: string, { story, today, known, ids }: Scope): string | undefined {
  if (text.startsWith('$today')) return resolveDate(text, today);
  const [name = '', of] = text.slice(1).split(':');
  const person = known.people.get(name === 'record' ? story.account : (of ?? story.account));
  switch (name) {
    case 'person':
      return person?.id;
    case 'name':
      return person?.name;
    case 'idNumber':
      return person?.idNumber;
    case 'entity':
      return known.entities.get(of ?? story.entity?.creditCode ?? '');
    case 'record':
      return ids[Number(of) - 1] ?? ids[Number(of)];
    default:
      return undefined;
  }
}
