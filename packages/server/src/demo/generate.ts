import type { Context } from '@quancheng/kernel/platform/context';
import { dateOf } from '@quancheng/kernel/platform/clock';
import { newId } from '@quancheng/kernel/platform/ids';
import { addRecords } from '@quancheng/kernel/data/libraries';
import {
  checkCharOfCreditCode,
  checkCharOfOrganisationCode,
  checkDigitOfIdNumber,
} from '@quancheng/kernel/subject/identifiers';
import type { Services } from '../services.ts';
import { makeName, surnameOf } from './names.ts';
import { createRandom, type Random } from './random.ts';
import { demoDivision } from './stories.ts';

type Row = Record<string, unknown>;

interface Batch {
  people: Row[];
  households: Row[];
  permits: Row[];
  entities: Row[];
}

/**
 * Makes the people `from … from + count` of the fictional city and adds them in bulk. Households hold
 * couples, children and twins (one day, two numbers); some people are dead, some moved away or in, some were born on 29 February.
 */
export async function generateBatch(
  ctx: Context,
  services: Services,
  from: number,
  count: number,
): Promise<void> {
  const random = createRandom(services.city.demo.seed + from);
  const batch: Batch = { people: [], households: [], permits: [], entities: [] };
  const year = Number(dateOf(ctx.now).slice(0, 4));
  while (batch.people.length < count) addHousehold(batch, services, random, from, count, year);
  for (let index = Math.floor(from / 60); index < Math.floor((from + count) / 60); index += 1)
    addEntity(batch, services, random, index, year);
  const { catalogue } = services;
  await addRecords(ctx, catalogue, 'household', batch.households);
  await addRecords(ctx, catalogue, 'person', batch.people);
  await addRecords(ctx, catalogue, 'residence-permit', batch.permits);
  await addRecords(ctx, catalogue, 'legal-entity', batch.entities);
}

function addHousehold(
  batch: Batch,
  { city }: Services,
  random: Random,
  from: number,
  count: number,
  year: number,
): void {
  const town = random.pick(city.towns);
  const division = town.code.slice(0, 6);
  const id = newId();
  const address = `${town.name.zh}${random.pick(['泉润', '清源', '明湖', '鹊华', '舜耕'])}小区 ${1 + random.below(40)} 号楼 ${1 + random.below(4)} 单元 ${1 + random.below(28)}0${1 + random.below(4)} 室`;
  const parents = random.chance(0.75) ? 2 : 1;
  const age = 22 + random.below(70);
  const heads = Array.from({ length: parents }, (_, index) => {
    const sex = (parents === 2 ? index === 0 : random.chance(0.5)) ? ('1' as const) : ('2' as const);
    return { sex, name: makeName(random, sex), birthYear: year - age + random.below(5) };
  });
  const children = age < 60 && parents === 2 ? random.below(3) : 0;
  const surname = surnameOf(heads[0]?.name ?? '');
  const twins = children === 2 && random.chance(0.06);
  const childYear = year - Math.min(age - 22, random.below(22) + 1);
  const kids = Array.from({ length: children }, (_, index) => {
    const sex = random.chance(0.5) ? ('1' as const) : ('2' as const);
    const given = makeName(random, sex);
    const name = surname === '' ? given : `${surname}${[...given].slice(1).join('')}`;
    return { sex, name, birthYear: twins ? childYear : childYear + index * 3 };
  });
  batch.households.push({
    id,
    number: `H${String(from).padStart(8, '0')}${String(batch.households.length).padStart(6, '0')}`,
    division,
    address,
    headName: heads[0]?.name,
  });
  const moved = random.chance(0.12);
  for (const member of [...heads, ...kids]) {
    if (batch.people.length >= count) return;
    const birthDate = dayOf(from + batch.people.length, member.birthYear);
    addPerson(batch, random, { ...member, birthDate, division, address, householdId: id, moved }, from, year);
  }
}

const sequences = 500;

/**
 * The birthday of the person with a serial number. Whoever shares the sequence of an identity number has
 * another day of the year, so numbers are unique without a look at those made before.
 */
function dayOf(serial: number, year: number): string {
  return new Date(Date.UTC(year, 0, 1 + (Math.floor(serial / sequences) % 365))).toISOString().slice(0, 10);
}

function addPerson(
  batch: Batch,
  random: Random,
  member: {
    name: string;
    sex: '1' | '2';
    birthDate: string;
    division: string;
    address: string;
    householdId: string;
    moved: boolean;
  },
  from: number,
  year: number,
): void {
  const { name, sex, birthDate, division, address, householdId, moved } = member;
  const id = newId();
  const serial = from + batch.people.length;
  const area = String(Number(demoDivision) + 1 + Math.floor(serial / (sequences * 365)));
  const sequence = String((serial % sequences) * 2 + (sex === '1' ? 1 : 0)).padStart(3, '0');
  const first17 = `${area}${birthDate.replaceAll('-', '')}${sequence}`;
  const age = year - Number(birthDate.slice(0, 4));
  const dead = age > 62 && random.chance(Math.min(0.6, (age - 60) / 60));
  batch.people.push({
    id,
    idNumber: `${first17}${checkDigitOfIdNumber(first17)}`,
    name,
    sex,
    birthDate,
    alive: !dead,
    ...(dead
      ? { deathDate: `${year - random.below(4) - 1}-0${1 + random.below(9)}-1${random.below(10)}` }
      : {}),
    registeredHere: !moved,
    ...(moved ? {} : { registeredDivision: division }),
    address,
    phone: `10${String(serial).padStart(9, '0')}`,
    householdId,
  });
  if (!moved || dead || age < 16 || !random.chance(0.7)) return;
  const valid = random.chance(0.8);
  const end = valid ? year + 1 : year - 1;
  batch.permits.push({
    number: `JZ${String(serial).padStart(10, '0')}`,
    personId: id,
    division,
    validFrom: `${end - 1}-07-01`,
    validUntil: `${end}-06-30`,
    state: valid ? 'valid' : 'expired',
  });
}

const trades = ['餐饮', '商贸', '科技', '物流', '建材', '文化传播', '家政服务', '食品'];

function addEntity(batch: Batch, { city }: Services, random: Random, index: number, year: number): void {
  const representative = random.pick(batch.people);
  const town = random.pick(city.towns);
  const trade = random.pick(trades);
  batch.entities.push({
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
  });
}

/** Class 91 (companies) of a division that does not exist, with both check characters. */
function demoCreditCode(index: number): string {
  const organisation = `9${String(index).padStart(7, '0')}`;
  const first17 = `91${demoDivision}${organisation}${checkCharOfOrganisationCode(organisation)}`;
  return `${first17}${checkCharOfCreditCode(first17)}`;
}
