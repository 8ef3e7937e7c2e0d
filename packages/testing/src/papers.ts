import { sql } from '@quancheng/kernel/platform/database';
import { asSystem } from '@quancheng/server';
import type { TestServer } from './server.ts';

/** What a person of the stories would show at a window. */
export interface Papers {
  id: string;
  name: string;
  idNumber: string;
}

export async function papersOf(server: TestServer, account: string): Promise<Papers> {
  const { rows } = await asSystem(server.services, 'tests name people by their papers', (ctx) =>
    sql<Papers>`select p.id, p.name, p.id_number from account a join lib_person p on p.id = a.person_id
      where a.login = ${account}`.execute(ctx.tx),
  );
  if (!rows[0]) throw new Error(`${account} is no person of the library`);
  return rows[0];
}
