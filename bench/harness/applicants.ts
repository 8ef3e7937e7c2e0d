import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '@quancheng/kernel/platform/ids';

/** A person of the demo city who may have an elderly card, with a token to act by. */
export interface Applicant {
  personId: string;
  accountId: string;
  token: string;
  tokenHash: string;
  /** An address of their own. */
  address: string;
}

/** Someone of the person library who gets an account. */
export interface Person {
  personId: string;
  name: string;
  phone: string;
}

/** Gives accounts and tokens to people of the generated city who are 60 or older and registered here. */
export async function makeApplicants(client: pg.Client, count: number): Promise<Applicant[]> {
  const { rows } = await client.query<Person>(
    `select p.id as "personId", p.name, p.phone from lib_person p
     where p.alive and p.registered_here and p.birth_date < current_date - interval '61 years'
       and not exists (select 1 from account a where a.person_id = p.id and a.login not like 'bench-%')
     order by p.id limit $1`,
    [count],
  );
  if (rows.length < count) throw new Error(`only ${rows.length} of ${count} people may have a card`);
  return giveTokens(client, rows);
}

/**
 * The product makes accounts and tokens one at a time (`./qc token --as`), so rows of the same shape are
 * written in bulk; who has an account keeps it.
 */
export async function giveTokens(client: pg.Client, persons: readonly Person[]): Promise<Applicant[]> {
  const people = persons.map((row, index) => ({
    ...row,
    ...secretOf(index),
    accountId: newId(),
    sessionId: newId(),
  }));
  // A phone number as long as an encrypted one is: messages to it are lined up, and nobody opens it.
  await client.query(
    `insert into account (id, login, name, person_id, phone_sealed, demo, created_at)
     select id, 'bench-' || person, name, person,
       decode('00000001', 'hex') || substring(sha256(phone::bytea) || sha256(phone::bytea) from 1 for 59), true, now()
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) as t (id, name, person, phone)
     on conflict do nothing`,
    [
      people.map(({ accountId }) => accountId),
      people.map(({ name }) => name),
      people.map(({ personId }) => personId),
      people.map(({ phone }) => phone),
    ],
  );
  const accounts = await client.query<{ id: string; person: string }>(
    `insert into session (id, secret_hash, kind, account_id, csrf, created_at, used_at, expires_at, assurance, authenticated_at)
     select t.id, t.hash, 'token', a.id, '', now(), now(), now() + interval '1 day', 2, now()
     from unnest($1::uuid[], $2::text[], $3::uuid[]) as t (id, hash, person) join account a on a.person_id = t.person
     returning account_id as id, (select person_id from account where id = account_id) as person`,
    [
      people.map(({ sessionId }) => sessionId),
      people.map(({ tokenHash }) => tokenHash),
      people.map(({ personId }) => personId),
    ],
  );
  const accountOf = new Map(accounts.rows.map(({ id, person }) => [person, id]));
  await client.query('analyze account, session, lib_person');
  return people.map(({ personId, token, tokenHash }, index) => ({
    personId,
    accountId: accountOf.get(personId) ?? '',
    token,
    tokenHash,
    address: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
  }));
}

function secretOf(index: number): { token: string; tokenHash: string } {
  const token = `qc_bench_${index}_${randomBytes(16).toString('base64url')}`;
  return { token, tokenHash: createHash('sha256').update(token).digest('hex') };
}

/** Takes back what earlier runs issued, so that the same people may apply again. */
export async function takeCardsBack(client: pg.Client): Promise<void> {
  await client.query(
    `update licence set state = 'superseded' where state = 'valid' and holder_id in
       (select person_id from account where login like 'bench-%')`,
  );
  await client.query('vacuum analyze licence');
}

export function headersOf({ token, address }: Applicant): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'x-forwarded-for': address };
}
