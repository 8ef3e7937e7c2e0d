import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Catalogue } from '../../data/catalogue/index.ts';
import { dateOf, type Clock } from '../../platform/clock/index.ts';
import { system, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { getAgencyBySlug } from '../../subject/organisation/index.ts';
import { getCurrent, getDefinition, type Definition } from '../../work/definitions/index.ts';
import { licenceErrors } from './errors.ts';
import { issueLicence } from './issue.ts';
import type { LicencePapers } from './paper.ts';
import { findLicence } from './store.ts';
import { countRecords, readHolders, readRecords, type Holder, type StockRecord } from './stock-records.ts';
import { readStockRule, type ReadyRule } from './stock-rule.ts';
import {
  addBatch,
  findIssued,
  findSaid,
  findStock,
  insertStock,
  listDuePapers,
  lockStock,
  reopenStock,
  saveOutcomes,
  savePapers,
  saveState,
  type RecordOutcome,
  type StockRow,
} from './stock-store.ts';

/** Records that become licences in one transaction. */
const batchSize = 200;
/** Licences that get their files in one transaction: what a resident waits for is never behind more than these. */
const papersAtOnce = 5;

const kind = 'licence.stock';

export interface LicenceStocks {
  /** Errors: `licence.no-stock-rule`, `licence.bad-rule`, `licence.stock-runs`. */
  begin(ctx: Context, type: string): Promise<string>;
  /** It stands after the step that is under way. Errors: `licence.stock-not-found`, `licence.stock-done`. */
  stop(ctx: Context, id: string): Promise<void>;
  /** Goes on where it stood. Errors: `licence.stock-not-found`, `licence.stock-done`, `licence.stock-runs`. */
  resume(ctx: Context, id: string): Promise<void>;
  readonly handlers: Record<string, (ctx: Context, payload: Record<string, unknown>) => Promise<void>>;
}

interface Deps {
  catalogue: Catalogue;
  papers: LicencePapers;
  /** A step lines up behind what came while it worked. */
  clock: Clock;
  /** Slug of the agency that owns a pack: it issues what its types do not give to another. */
  ownerOf: (pack: string) => string;
}

/**
 * Makes licences from the records of a library, as the rule of their type says. A stock is one chain of jobs, each of
 * which lines up the next: records become licences two hundred at a time, and these get their files a few at a time
 * before more are made. So at most one job of a stock waits, whatever its size, and it waits behind everybody else's.
 */
export function createLicenceStocks(deps: Deps): LicenceStocks {
  const { catalogue, clock } = deps;

  function lineUp(ctx: Context, id: string): void {
    ctx.enqueue({ kind, key: id, payload: { stockId: id }, runAt: clock.now() });
  }

  async function begin(ctx: Context, code: string): Promise<string> {
    const type = await getCurrent<LicenceTypeSource>(ctx, 'licenceType', code);
    const rule = readStockRule(type.content, catalogue);
    const total = await countRecords(ctx, rule);
    const id = await insertStock(ctx, { typeCode: code, typeId: type.id, total });
    if (id === undefined) throw licenceErrors.stockRuns({ name: type.content.name });
    note(ctx, id, 'begin');
    lineUp(ctx, id);
    return id;
  }

  async function stop(ctx: Context, id: string): Promise<void> {
    await getUndone(ctx, id);
    await saveState(ctx, id, 'stopped', null);
    note(ctx, id, 'stop');
  }

  async function resume(ctx: Context, id: string): Promise<void> {
    const stock = await getUndone(ctx, id);
    const { content } = await getDefinition<LicenceTypeSource>(ctx, stock.typeId);
    if (!(await reopenStock(ctx, stock))) throw licenceErrors.stockRuns({ name: content.name });
    note(ctx, id, 'resume');
    lineUp(ctx, id);
  }

  async function step(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const id = String(payload['stockId']);
    const stock = await lockStock(ctx, id);
    if (stock?.state !== 'running') return;
    const due = await listDuePapers(ctx, id, papersAtOnce);
    const goesOn =
      due.length > 0 ? await makePapers(ctx, deps, stock, due) : await issueBatch(ctx, deps, stock);
    if (goesOn) lineUp(ctx, id);
  }

  return { begin, stop, resume, handlers: { [kind]: step } };
}

function note(ctx: Context, id: string, verb: 'begin' | 'stop' | 'resume' | 'done'): void {
  ctx.record({ action: `licence-stock.${verb}`, entity: 'licence-stock', entityId: id });
}

async function getUndone(ctx: Context, id: string): Promise<StockRow> {
  const stock = await lockStock(ctx, id);
  if (!stock) throw licenceErrors.stockNotFound();
  if (stock.state === 'done') throw licenceErrors.stockDone();
  return stock;
}

/** Errors: `licence.stock-not-found`. */
export async function getStock(ctx: Context, id: string): Promise<StockRow> {
  const stock = await findStock(ctx, id);
  if (!stock) throw licenceErrors.stockNotFound();
  return stock;
}

/** Turns the next records into licences; false when there are none left. */
async function issueBatch(ctx: Context, deps: Deps, stock: StockRow): Promise<boolean> {
  const type = await getDefinition<LicenceTypeSource>(ctx, stock.typeId);
  const rule = readStockRule(type.content, deps.catalogue);
  const reader: Context = {
    ...ctx,
    actor: system('the issuing agency makes licences from what is registered'),
    purpose: 'licence-issue',
  };
  const records = await readRecords(reader, rule, stock.afterId, batchSize);
  const last = records.at(-1);
  if (!last) {
    await saveState(ctx, stock.id, 'done', null);
    note(ctx, stock.id, 'done');
    return false;
  }
  const holders = await readHolders(reader, deps.catalogue, rule, records);
  const outcomes = await issueAll(ctx, deps, { stock, type, rule, records, holders });
  await saveOutcomes(ctx, stock, outcomes);
  const count = (wanted: RecordOutcome['outcome']) =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  await addBatch(ctx, stock.id, {
    afterId: last.id,
    issued: count('issued'),
    skipped: count('skipped'),
    failed: count('failed'),
  });
  return true;
}

interface Batch {
  stock: StockRow;
  type: Definition<LicenceTypeSource>;
  rule: ReadyRule;
  records: readonly StockRecord[];
  holders: ReadonlyMap<string, Holder>;
}

async function issueAll(ctx: Context, { ownerOf }: Deps, batch: Batch): Promise<RecordOutcome[]> {
  const { stock, type, records, holders } = batch;
  const { id: issuerId } = await getAgencyBySlug(ctx, type.content.issuer ?? ownerOf(type.pack));
  const recordIds = records.map(({ id }) => id);
  const issued = await findIssued(ctx, stock.typeCode, recordIds);
  const { same } = type.content.stock ?? {};
  const holderIds = [...holders.values()].map(({ id }) => id);
  const said = same === undefined ? null : await findSaid(ctx, stock.typeCode, same, holderIds);
  // Files follow in the stock's own steps, not by a job each that others would wait behind.
  const issuing: Context = { ...ctx, enqueue: () => undefined };
  const outcomes: RecordOutcome[] = [];
  for (const record of records) {
    if (issued.has(record.id)) outcomes.push(skipped(record, alreadyIssued));
    else outcomes.push(await issueOne(issuing, batch, record, issuerId, { field: same, said }));
  }
  return outcomes;
}

async function issueOne(
  ctx: Context,
  { stock, type, rule, holders }: Batch,
  record: StockRecord,
  issuerId: string,
  { field, said }: { field: string | undefined; said: Set<string> | null },
): Promise<RecordOutcome> {
  const holder = holders.get(record.id);
  if (!holder) return failed(record, noHolder);
  if (type.content.holder !== 'any' && type.content.holder !== holder.kind)
    return failed(record, wrongHolder);
  const filled = rule.fill(record, holder.record, dateOf(ctx.now), ctx.now);
  if ('reason' in filled) return failed(record, filled.reason);
  const says = `${holder.id} ${String(field === undefined ? '' : filled.fields[field])}`;
  if (said?.has(says)) return skipped(record, heldAlready);
  try {
    const { id } = await issueLicence(ctx, {
      type: stock.typeCode,
      holder: { id: holder.id, kind: holder.kind, name: String(holder.record['name'] ?? '') },
      issuerId,
      caseId: null,
      ...filled,
    });
    said?.add(says);
    return { recordId: record.id, outcome: 'issued', licenceId: id, reason: null };
  } catch (error) {
    // Nothing was written then; what else goes wrong undoes the batch, and it is tried again.
    if (error instanceof DomainError && error.entry.code === 'licence.already-held')
      return skipped(record, error.text);
    throw error;
  }
}

const alreadyIssued = { zh: '这条记录已经制发过', en: 'a licence was made from this record before' };
const heldAlready = { zh: '持有人已有同样的一份', en: 'the holder has one that says the same' };
const noHolder = {
  zh: '记录没有持有人，或者库里查不到持有人',
  en: 'the record names no holder, or none that is registered',
};
const wrongHolder = {
  zh: '持有人的类型不符（个人或单位）',
  en: 'the holder is a person where it takes an entity, or the other way round',
};

function skipped({ id }: StockRecord, reason: RecordOutcome['reason']): RecordOutcome {
  return { recordId: id, outcome: 'skipped', licenceId: null, reason };
}

function failed({ id }: StockRecord, reason: RecordOutcome['reason']): RecordOutcome {
  return { recordId: id, outcome: 'failed', licenceId: null, reason };
}

/**
 * Makes files. A refusal, such as of a frozen seal, stops the stock with its words; a licence that cannot be drawn
 * goes to a job of its own, which tries again and ends among the dead letters, and the stock goes on.
 */
async function makePapers(
  ctx: Context,
  { papers }: Deps,
  stock: StockRow,
  licenceIds: readonly string[],
): Promise<boolean> {
  const made: string[] = [];
  let problem: DomainError | undefined;
  for (const id of licenceIds) {
    await sql`savepoint licence_paper`.execute(ctx.tx);
    try {
      const licence = await findLicence(ctx, id);
      if (!licence) throw licenceErrors.notFound();
      await papers.fileOf(ctx, licence, 'ofd');
      await sql`release savepoint licence_paper`.execute(ctx.tx);
    } catch (error) {
      await sql`rollback to savepoint licence_paper`.execute(ctx.tx);
      if (error instanceof DomainError) {
        problem = error;
        break;
      }
      ctx.enqueue({ kind: 'licence.paper', key: id, payload: { licenceId: id } });
    }
    made.push(id);
  }
  await savePapers(ctx, stock.id, made);
  if (!problem) return true;
  await saveState(ctx, stock.id, 'stopped', {
    zh: problem.text.zh + problem.remedy.zh,
    en: `${problem.text.en} ${problem.remedy.en}`,
  });
  return false;
}
