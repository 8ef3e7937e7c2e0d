import { sealedColumn, type SealedColumn, type SealedValue } from '../../platform/columns/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { canonical, type LicenceMessage } from './model.ts';

/** What is kept encrypted of the exchange: what lower levels say of holders, and whom staff asked about. */
export const exchangeColumns = {
  content: sealedColumn('exchange_licence', 'content'),
  holder: sealedColumn('exchange_licence', 'holder_code', {
    normalise: (code) => code.trim().toUpperCase(),
  }),
  conflict: sealedColumn('exchange_conflict', 'content'),
  wanted: sealedColumn('exchange_ask', 'wanted'),
} as const;

/** What is written of a licence that was received; `id` is that of its row. */
export async function sealLicence(
  ctx: Context,
  id: string,
  message: LicenceMessage,
): Promise<{ content: Buffer; holder: SealedValue }> {
  const { sealed: content } = await ctx.columns.seal(ctx.tx, exchangeColumns.content, id, canonical(message));
  const holder = await ctx.columns.seal(ctx.tx, exchangeColumns.holder, id, message.certificateHolderCode);
  return { content, holder };
}

/** Errors: `column.unreadable`. */
export async function openMessage(
  ctx: Context,
  column: SealedColumn,
  id: string,
  sealed: Buffer,
): Promise<LicenceMessage> {
  return JSON.parse(await ctx.columns.open(ctx.tx, column, id, sealed)) as LicenceMessage;
}
