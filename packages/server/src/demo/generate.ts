import type { Random } from '@quancheng/pack-sdk';
import type { Context } from '@quancheng/kernel/platform/context';
import { dateOf } from '@quancheng/kernel/platform/clock';
import { addRecords } from '@quancheng/kernel/data/libraries';
import { checkCharOfCreditCode, checkCharOfOrganisationCode } from '@quancheng/kernel/subject/identifiers';
import type { Services } from '../services.ts';
import { dayOf, makeHousehold, type MadeHousehold } from './household.ts';
import { createRandom } from './random.ts';
import { demoDivision } from './stories.ts';

type Row = Record<string, unknown>;

/** One company or shop to so many people. */
const peopleAnEntity = 60;

/**
 * Makes the people `from … from + count` of the fictional city with their households, permits, companies and
 * what the packs' libraries hold of them, and adds them in bulk. The same seed makes the same city.
 */
export async function generateBatch(
  ctx: Context,
  services: Services,
  from: number,
  count: number,
): Promise<void> {
  const { city, catalogue } = services;
  const random = createRandom(city.demo.seed + from);
  const today = dateOf(ctx.now);
  const year = Number(today.slice(0, 4));
  const households: MadeHousehold[] = [];
  for (let made = 0; made < count;) {
    const place = { serial: from + made, room: count - made, town: random.pick(city.towns), year };
    const household = makeHousehold(random, place);
    households.push(household);
    made += household.people.length;
  }
  const people = households.flatMap((household) => household.people);
  const entities: Row[] = [];
  for (
    let index = Math.floor(from / peopleAnEntity);
    index < Math.floor((from + count) / peopleAnEntity);
    index += 1
  )
    entities.push(makeEntity(random, city, people, index, year));
  await addRecords(
    ctx,
    catalogue,
    'household',
    households.map(({ household }) => household),
  );
  await addRecords(ctx, catalogue, 'person', people);
  await addRecords(
    ctx,
    catalogue,
    'residence-permit',
    households.flatMap(({ permits }) => permits),
  );
  await addRecords(ctx, catalogue, 'legal-entity', entities);
  for (const [resource, records] of packRecords(services, households, today))
    await addRecords(ctx, catalogue, resource, records);
}

/** Each pack has its own chance, so that a pack that is off does not change the rest of the city. */
function packRecords(
  { packs, city }: Services,
  households: readonly MadeHousehold[],
  today: string,
): Map<string, Row[]> {
  const records = new Map<string, Row[]>();
  for (const { manifest } of packs) {
    if (manifest.demo === undefined) continue;
    for (const household of households) {
      const random = createRandom(city.demo.seed + household.serial * 1009);
      for (const { resource, values } of manifest.demo(household, random, today)) {
        const rows = records.get(resource);
        if (rows) rows.push(values);
        else records.set(resource, [values]);
      }
    }
  }
  return records;
}

const trades = ['餐饮', '商贸', '科技', '物流', '建材', '文化传播', '家政服务', '食品'];

function makeEntity(
  random: Random,
  { towns }: Services['city'],
  people: readonly Row[],
  index: number,
  year: number,
): Row {
  const representative = random.pick(people);
  const town = random.pick(towns);
  const trade = random.pick(trades);
  return {
    creditCode: demoCreditCode(index),
    name: `${random.pick(['泉涌', '荷香', '柳岸', '清照', '稼轩', '鹊山'])}${trade}${random.pick(['有限公司', '店', '合作社'])}（演示 ${index + 1}）`,
    kind: random.chance(0.5) ? 'company' : 'selfEmployed',
    size: random.pick(['micro', 'micro', 'small', 'medium']),
    state: random.chance(0.9) ? 'active' : 'closed',
    established: dayOf(index * 997, year - 1 - random.below(15)),
    division: town.code.slice(0, 6),
    address: `${town.name.zh} ${1 + random.below(200)} 号`,
    scope: trade,
    representativeId: representative['id'],
    representativeName: representative['name'],
  };
}

/** Class 91 (companies) of a division that does not exist, with both check characters. */
function demoCreditCode(index: number): string {
  const organisation = `9${String(index).padStart(7, '0')}`;
  const first17 = `91${demoDivision}${organisation}${checkCharOfOrganisationCode(organisation)}`;
  return `${first17}${checkCharOfCreditCode(first17)}`;
}
