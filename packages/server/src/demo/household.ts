import type { DemoHousehold, DemoMember, Random } from '@quancheng/pack-sdk';
import { newId } from '@quancheng/kernel/platform/ids';
import { checkDigitOfIdNumber } from '@quancheng/kernel/subject/identifiers';
import { makeName, surnameOf } from './names.ts';
import { demoDivision } from './stories.ts';

type Row = Record<string, unknown>;

/** A household with what the base libraries hold of it. */
export interface MadeHousehold extends DemoHousehold {
  household: Row;
  people: Row[];
  permits: Row[];
}

interface Place {
  /** Serial number of the first person. */
  serial: number;
  /** How many people may still be made. */
  room: number;
  town: { code: string; name: { zh: string } };
  /** The year in which the city is made. */
  year: number;
}

/** Couples, single people, children and twins (one day, two numbers); some are dead, some moved in from elsewhere. */
export function makeHousehold(random: Random, { serial, room, town, year }: Place): MadeHousehold {
  const division = town.code.slice(0, 6);
  const id = newId();
  const address = `${town.name.zh}${random.pick(['泉润', '清源', '明湖', '鹊华', '舜耕'])}小区 ${1 + random.below(40)} 号楼 ${1 + random.below(4)} 单元 ${1 + random.below(28)}0${1 + random.below(4)} 室`;
  const moved = random.chance(0.12);
  const members = makeFamily(random, year).slice(0, room);
  const made: MadeHousehold = {
    serial,
    division,
    address,
    members: [],
    household: {
      id,
      number: `H${String(serial).padStart(8, '0')}`,
      division,
      address,
      headName: members[0]?.name,
    },
    people: [],
    permits: [],
  };
  for (const [index, member] of members.entries())
    addMember(made, random, { ...member, serial: serial + index, moved, householdId: id, year });
  return made;
}

interface Kin {
  sex: '1' | '2';
  name: string;
  birthYear: number;
  /** Born on the same day as the child before. */
  twin: boolean;
}

function makeFamily(random: Random, year: number): Kin[] {
  const parents = random.chance(0.75) ? 2 : 1;
  const age = 22 + random.below(70);
  const heads = Array.from({ length: parents }, (_, index) => {
    const sex = (parents === 2 ? index === 0 : random.chance(0.5)) ? ('1' as const) : ('2' as const);
    return { sex, name: makeName(random, sex), birthYear: year - age + random.below(5), twin: false };
  });
  const children = age < 60 && parents === 2 ? random.below(3) : 0;
  const surname = surnameOf(heads[0]?.name ?? '');
  const twins = children === 2 && random.chance(0.06);
  const childYear = year - Math.min(age - 22, random.below(22) + 1);
  const kids = Array.from({ length: children }, (_, index) => {
    const sex = random.chance(0.5) ? ('1' as const) : ('2' as const);
    const given = makeName(random, sex);
    const name = surname === '' ? given : `${surname}${[...given].slice(1).join('')}`;
    return { sex, name, birthYear: twins ? childYear : childYear + index * 3, twin: twins && index === 1 };
  });
  return [...heads, ...kids];
}

const sequences = 500;

/**
 * The birthday of the person with a serial number, spread over the year. Of those who share the sequence of
 * an identity number each has another day (151 has no factor in common with 365), so numbers are unique
 * without a look at those made before.
 */
export function dayOf(serial: number, year: number): string {
  const day = (Math.floor(serial / sequences) * 151 + (serial % sequences) * 97) % 365;
  return new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10);
}

/** A second twin has the day of the first, so its number begins with a code that only second twins have. */
function idNumberOf(serial: number, birthDate: string, { sex, twin }: Kin): string {
  const area = Number(demoDivision) + (twin ? 51 : 1) + Math.floor(serial / (sequences * 365));
  const sequence = String((serial % sequences) * 2 + (sex === '1' ? 1 : 0)).padStart(3, '0');
  const first17 = `${area}${birthDate.replaceAll('-', '')}${sequence}`;
  return `${first17}${checkDigitOfIdNumber(first17)}`;
}

function addMember(
  made: MadeHousehold,
  random: Random,
  member: Kin & { serial: number; moved: boolean; householdId: string; year: number },
): void {
  const { serial, name, sex, birthYear, moved, householdId, year } = member;
  const { division, address } = made;
  const id = newId();
  const birthDate = dayOf(member.twin ? serial - 1 : serial, birthYear);
  const idNumber = idNumberOf(serial, birthDate, member);
  const age = year - birthYear;
  const alive = !(age > 62 && random.chance(Math.min(0.6, (age - 60) / 60)));
  const deathDate = `${year - random.below(4) - 1}-0${1 + random.below(9)}-1${random.below(10)}`;
  made.members.push({ id, name, idNumber, sex, birthDate, alive } satisfies DemoMember);
  made.people.push({
    id,
    idNumber,
    name,
    sex,
    birthDate,
    alive,
    ...(alive ? {} : { deathDate }),
    registeredHere: !moved,
    ...(moved ? {} : { registeredDivision: division }),
    address,
    phone: `10${String(serial).padStart(9, '0')}`,
    householdId,
  });
  if (moved && alive && age >= 16 && random.chance(0.7))
    made.permits.push(permitOf(random, id, serial, division, year));
}

function permitOf(random: Random, personId: string, serial: number, division: string, year: number): Row {
  const valid = random.chance(0.8);
  const end = valid ? year + 1 : year - 1;
  return {
    number: `JZ${String(serial).padStart(10, '0')}`,
    personId,
    division,
    validFrom: `${end - 1}-07-01`,
    validUntil: `${end}-06-30`,
    state: valid ? 'valid' : 'expired',
  };
}
