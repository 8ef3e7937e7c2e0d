import { findAccountByLogin } from '../../subject/accounts/index.ts';
import { sql } from '../../platform/database/index.ts';
import { getAgencyBySlug } from '../../subject/organisation/index.ts';
import { asSystem } from '@quancheng/server';
import type { Client, TestServer } from '@quancheng/testing';
import { issueLicence } from '../licences/index.ts';

export interface Refused {
  code: string;
  text: { zh: string; en: string };
}

/** The answer to a use. */
export interface Used {
  record: string;
  number: string;
  state: string;
  fields: { name: string; value: string }[];
  left: number | null;
}

export interface Shown {
  id: string;
  record: string;
  who: { zh: string };
  post: { zh: string } | null;
  ground: string;
  law: { title: { zh: string }; clause: { zh: string } } | null;
  fields: { name: string; label: { zh: string } }[];
  matter: string;
  caseNumber: string | null;
  paper: boolean;
  dispute: { reason: string; answer: string | null } | null;
}

export interface Held {
  id: string;
  number: string;
}

export const fieldsOfHome = {
  certificateNumber: '鲁（2026）示例市不动产权第0000128号',
  holderName: '演示',
  ownership: '单独所有',
  address: '青云街 128 号',
  unitNumber: '990102 001001 GB00001 F00120128',
  kind: '国有建设用地使用权/房屋所有权',
  use: '住宅',
  area: 128.5,
  registeredOn: '2026-01-05',
};

/** Gives a person, or the company that a person represents, a licence of the registers. */
export async function giveLicence(
  server: TestServer,
  account: string,
  { type, issuer, fields }: { type: string; issuer: string; fields: Record<string, unknown> },
): Promise<Held> {
  return asSystem(server.services, 'tests give someone a licence', async (ctx) => {
    const person = (await findAccountByLogin(ctx.tx, account))?.personId ?? '';
    const { rows } = await sql<{ id: string; name: string }>`select e.id, e.name from mandate m
      join lib_legal_entity e on e.id = m.principal_id
      where m.agent_person_id = ${person} and m.kind = 'representative' limit 1`.execute(ctx.tx);
    const [entity] = type === 'business-licence' ? rows : [];
    const { id, number } = await issueLicence(ctx, {
      type,
      holder: entity ? { kind: 'entity', ...entity } : { kind: 'person', id: person, name: account },
      issuerId: (await getAgencyBySlug(ctx, issuer)).id,
      caseId: null,
      fields,
      validFrom: '2026-01-05',
    });
    return { id, number };
  });
}

export const giveHome = (server: TestServer, account: string, unitNumber = fieldsOfHome.unitNumber) =>
  giveLicence(server, account, {
    type: 'property-certificate',
    issuer: 'real-estate',
    fields: { ...fieldsOfHome, unitNumber },
  });

export async function usesOf(holder: Client, { id }: Pick<Held, 'id'>): Promise<Shown[]> {
  return (await holder.get<{ items: Shown[] }>(`/api/v1/licences/${id}/uses?limit=100`)).body.items;
}
