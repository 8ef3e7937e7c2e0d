import type pg from 'pg';
import { newId } from '@quancheng/kernel/platform/ids';
import { giveTokens, type Person } from '../../bench/harness/applicants.ts';
import type { Caller } from '../harness/caller.ts';
import { applicationOf, callersOf, makeSavers } from '../harness/people.ts';
import type { Resident } from './residents.ts';

/** Twenty members of the demo's staff who handle cases; the two inspectors sign for each other. */
const staff = [
  'civil-clerk',
  'civil-clerk-shizhong',
  'civil-clerk-zhangqiu',
  'civil-reviewer',
  'civil-decider',
  'civil-head',
  'fund-clerk',
  'fund-reviewer',
  'fund-decider',
  'fund-head',
  'market-clerk',
  'market-clerk-lixia',
  'market-clerk-tianqiao',
  'market-inspector-1',
  'market-inspector-2',
  'market-reviewer',
  'market-decider',
  'market-head',
  'estate-clerk',
  'estate-reviewer',
] as const;

export interface Town {
  residents: Resident[];
  clerks: Caller[];
}

/** 120 grown-ups who ask for an elderly card whatever their age, 50 savers, 30 owners of companies. */
export async function makeTown(client: pg.Client): Promise<Town> {
  const savers = await makeSavers(client, 50);
  const residents = [
    ...savers.map((caller): Resident => {
      const form = { home: caller.unitNumber, amount: 10_000, bankAccount: '0000000000000001' };
      return { caller, application: { item: 'fund-withdrawal-property-fee', form } };
    }),
    ...(await makeOwners(client, 30)),
    ...(await makeGrownUps(client, 120)),
  ];
  if (residents.length !== 200) throw new Error(`only ${residents.length} of 200 residents`);
  return { residents, clerks: Object.values(await callersOf(client, staff)) };
}

async function makeGrownUps(client: pg.Client, count: number): Promise<Resident[]> {
  const { rows } = await client.query<Person>(
    `select id as "personId", name, phone from lib_person p
     where alive and birth_date < current_date - interval '20 years'
       and not exists (select 1 from account a where a.person_id = p.id)
     order by id limit $1`,
    [count],
  );
  const application = { item: 'elderly-card', form: { phone: '10000000001' } };
  return (await giveTokens(client, rows)).map((caller) => ({ caller, application }));
}

/** Representatives of active companies, who apply for its food licence. */
async function makeOwners(client: pg.Client, count: number): Promise<Resident[]> {
  const { rows } = await client.query<Person & { entityId: string; address: string }>(
    `select distinct on (p.id) p.id as "personId", p.name, p.phone, e.id as "entityId", e.address
     from lib_legal_entity e join lib_person p on p.id = e.representative_id and p.alive
     where e.state = 'active' and not exists (select 1 from account a where a.person_id = p.id)
     order by p.id limit $1`,
    [count],
  );
  const people = await giveTokens(client, rows);
  await client.query(
    `insert into mandate (id, principal_kind, principal_id, agent_person_id, kind, valid_from, created_at)
     select id, 'entity', entity, person, 'representative', current_date, now()
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as t (id, entity, person)`,
    [rows.map(() => newId()), rows.map(({ entityId }) => entityId), rows.map(({ personId }) => personId)],
  );
  const { item, form } = await applicationOf(client, 'noodle-owner');
  return people.map((caller, index) => ({
    caller,
    application: {
      item,
      onBehalfOf: rows[index]?.entityId ?? '',
      form: { ...form, premises: rows[index]?.address },
    },
  }));
}
