import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '@quancheng/kernel/platform/ids';
import { giveTokens, type Applicant, type Person } from '../../bench/harness/applicants.ts';
import type { Caller } from './caller.ts';

/** Someone who may withdraw from the housing fund for a home of their own. */
export interface Saver extends Applicant {
  unitNumber: string;
}

/**
 * People with a fund account in order and a dwelling, one a dwelling, as one withdrawal a year is allowed for
 * it; none of them has an account of the product yet.
 */
export async function makeSavers(client: pg.Client, count: number): Promise<Saver[]> {
  const { rows } = await client.query<Person & { unitNumber: string }>(
    `select distinct on (r.unit_number) p.id as "personId", p.name, p.phone, r.unit_number as "unitNumber"
     from lib_fund_account f join lib_person p on p.id = f.person_id and p.alive
       join lib_property_right r on r.holder_id = p.id and r.state = 'current' and r.use = 'dwelling'
     where f.state in ('normal', 'sealed') and f.balance > 100000
       and not exists (select 1 from lib_fund_loan l where l.person_id = p.id and l.overdue)
       and not exists (select 1 from account a where a.person_id = p.id)
     order by r.unit_number limit $1`,
    [count],
  );
  const people = await giveTokens(client, rows);
  return people.map((person, index) => ({ ...person, unitNumber: rows[index]?.unitNumber ?? '' }));
}

/** Tokens of accounts that stand already, such as those of the stories and of staff. */
export async function callersOf(
  client: pg.Client,
  logins: readonly string[],
): Promise<Record<string, Caller>> {
  const made = logins.map((login, index) => ({
    login,
    id: newId(),
    token: `qc_soak_${randomBytes(24).toString('base64url')}`,
    address: `10.250.${index >> 8}.${index & 255}`,
  }));
  const { rowCount } = await client.query(
    `insert into session (id, secret_hash, kind, account_id, csrf, created_at, used_at, expires_at, assurance, authenticated_at)
     select t.id, t.hash, 'token', a.id, '', now(), now(), now() + interval '1 day', 2, now()
     from unnest($1::uuid[], $2::text[], $3::text[]) as t (id, hash, login) join account a on a.login = t.login`,
    [
      made.map(({ id }) => id),
      made.map(({ token }) => createHash('sha256').update(token).digest('hex')),
      made.map(({ login }) => login),
    ],
  );
  if (rowCount !== logins.length) throw new Error(`only ${rowCount} of the accounts ${logins.join(', ')}`);
  return Object.fromEntries(made.map(({ login, token, address }) => [login, { token, address }]));
}

/** What a person of the stories applies for. */
export interface StoryApplication {
  item: string;
  onBehalfOf?: string;
  form: Record<string, unknown>;
}

export async function applicationOf(client: pg.Client, account: string): Promise<StoryApplication> {
  const { rows } = await client.query<{ apply: StoryApplication }>(
    `select (story->'apply'->0) - 'expect' as apply from setting, jsonb_array_elements(value) story
     where key = 'demo.stories' and story->>'account' = $1`,
    [account],
  );
  if (!rows[0]?.apply) throw new Error(`${account} applies for nothing`);
  return rows[0].apply;
}
