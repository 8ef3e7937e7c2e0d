import pg from 'pg';
import { newId } from '@quancheng/kernel/platform/ids';
import type { Applicant } from './applicants.ts';
import { fill, findNewIds, toTemplate, type Fillings, type Template } from './template.ts';
import type { Statement } from './trace.ts';

/** A case as the API answered it, as far as its numbers go. */
export interface DoneCase {
  id: string;
  number: string;
  status: string;
  licence: { id: string; number: string; verifyCode: string } | null;
}

/** What differs from one case to the next, by what stood there in the case that was written down. */
export function holesOf(
  applicant: Applicant,
  done: DoneCase,
  key: string,
  texts: Iterable<string>,
  sinceMs: number,
): Map<string, string> {
  const holes = new Map<string, string>();
  for (const [index, id] of findNewIds(texts, sinceMs).entries()) holes.set(id, `id${index}`);
  holes.set(applicant.personId, 'personId').set(applicant.accountId, 'accountId');
  holes.set(applicant.tokenHash, 'tokenHash').set(key, 'key').set(done.number, 'caseNumber');
  if (done.licence)
    holes.set(done.licence.number, 'licenceNumber').set(done.licence.verifyCode, 'verifyCode');
  return holes;
}

/** New ids and numbers for one more case of an applicant; `serial` is a text that no other case has. */
export function fillingsOf(
  holes: ReadonlyMap<string, string>,
  applicant: Pick<Applicant, 'personId' | 'accountId' | 'tokenHash'>,
  serial: string,
): Fillings {
  const fillings: Record<string, string> = {
    personId: applicant.personId,
    accountId: applicant.accountId,
    tokenHash: applicant.tokenHash,
    key: serial,
    caseNumber: serial,
    licenceNumber: serial,
    verifyCode: serial,
  };
  for (const hole of holes.values()) fillings[hole] ??= newId();
  return fillings;
}

/** The statements of one real case as a script that says the same to PostgreSQL for others. */
export interface Floor {
  statements: number;
  run(applicant: Applicant, lane: number): Promise<void>;
  close(): Promise<void>;
}

/** `url` is that of the role by which the product works. */
export async function createFloor(
  url: string,
  trace: readonly Statement[],
  holes: ReadonlyMap<string, string>,
  lanes: number,
): Promise<Floor> {
  const script = trace.map(({ text, params }) => ({
    text,
    params:
      params?.map((param): Template | null => (param === null ? null : toTemplate(param, holes))) ?? null,
  }));
  const clients = await Promise.all(
    Array.from({ length: lanes }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  let count = 0;
  return {
    statements: script.length,
    run: async (applicant, lane) => {
      const client = clients[lane];
      if (!client) throw new RangeError(`no lane ${lane}`);
      count += 1;
      const fillings = fillingsOf(holes, applicant, `F${process.pid}-${count}`);
      for (const { text, params } of script) {
        if (params === null) await client.query(text);
        else
          await client.query(
            text,
            params.map((param) => param && fill(param, fillings)),
          );
      }
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
