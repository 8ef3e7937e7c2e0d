import { system, type Context } from '../../../platform/context/index.ts';
import { queryRecords, updateRecord, writeRecord } from '../../../data/libraries/index.ts';
import type { OperationCall } from '../../../work/processes/index.ts';
import type { Operation } from './model.ts';
import { header, inputRecord, inputText } from './inputs.ts';

/** The rules look at data under a purpose of their own, and each look is recorded for its subject. */
function byRule(ctx: Context): Context {
  return { ...ctx, actor: system('a published process reads what its rules need'), purpose: 'case-decision' };
}

const query: Operation = async (ctx, { row }, call, { catalogue }) => {
  const resource = header(call, 'resource');
  const into = header(call, 'into');
  const where = inputRecord(call, 'where');
  const unknown = Object.values(where).some((value) => value === null || value === undefined);
  const records = unknown
    ? []
    : await queryRecords(byRule(ctx), catalogue, resource, where, {
        case: { id: row.id, number: row.number },
        lock: call.headers['lock'] === 'true',
      });
  const value = call.headers['many'] === 'true' ? records : (records[0] ?? null);
  return { [into]: value, ...sourceOf(ctx, call, into, resource, records[0]?.recordedAt) };
};

/** Where a variable came from; nothing found is a finding too, as of now. */
function sourceOf(
  ctx: Context,
  call: OperationCall,
  into: string,
  resource: string,
  asOf: string | undefined,
) {
  const sources = (call.variables['sources'] ?? {}) as Record<string, unknown>;
  return { sources: { ...sources, [into]: { resource, asOf: asOf ?? ctx.now.toISOString() } } };
}

const add: Operation = async (ctx, _session, call, { catalogue }) => {
  const id = await writeRecord(byRule(ctx), catalogue, header(call, 'resource'), inputRecord(call, 'values'));
  return { [header(call, 'into')]: { id } };
};

const change: Operation = async (ctx, _session, call, { catalogue }) => {
  await updateRecord(
    byRule(ctx),
    catalogue,
    header(call, 'resource'),
    inputText(call, 'id'),
    inputRecord(call, 'changes'),
  );
  return {};
};

export const libraryOperations = { 'library.query': query, 'library.add': add, 'library.change': change };
