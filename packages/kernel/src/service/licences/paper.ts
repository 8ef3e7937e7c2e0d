import { longDate } from '../../platform/calendar/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { FileRow, Files } from '../../platform/files/index.ts';
import { makePaper } from '../../platform/papers/index.ts';
import { fieldsOf, typeOf } from './present.ts';
import { licenceErrors } from './errors.ts';
import { findLicence, type LicenceRow } from './store.ts';

export interface LicencePapers {
  /** The PDF of a licence, made now if it was not yet. */
  fileOf(ctx: Context, licence: LicenceRow): Promise<FileRow>;
  readonly handlers: Record<string, (ctx: Context, payload: Record<string, unknown>) => Promise<void>>;
}

/** Makes the plain certificates of licences. `delivered` hears when a file is there: then its holder has it. */
export function createLicencePapers(deps: {
  files: Files;
  origin: string;
  delivered: (ctx: Context, caseId: string) => Promise<void>;
}): LicencePapers {
  const { files, origin } = deps;

  async function fileOf(ctx: Context, licence: LicenceRow): Promise<FileRow> {
    if (licence.fileId !== null) return files.get(ctx, licence.fileId);
    // The job and a first fetch may come at once: the later one takes what the earlier one made.
    const { rows } = await sql<{ fileId: string | null }>`
      select file_id from licence where id = ${licence.id} for update`.execute(ctx.tx);
    const known = rows[0]?.fileId;
    if (known) return files.get(ctx, known);
    const content = await draw(ctx, licence);
    const file = await files.keep(ctx, {
      name: `${licence.number}.pdf`,
      mediaType: 'application/pdf',
      content,
    });
    await ctx.tx.updateTable('licence').set({ fileId: file.id }).where('id', '=', licence.id).execute();
    return file;
  }

  async function draw(ctx: Context, licence: LicenceRow): Promise<Uint8Array> {
    const type = await typeOf(ctx, licence);
    const url = `${origin}/verify/${licence.verifyCode}`;
    const rows = fieldsOf(licence, type, false).map(({ label, value }) => ({ label: label.zh, value }));
    const period =
      licence.validUntil === null
        ? `${longDate(licence.validFrom).zh} 起`
        : `${longDate(licence.validFrom).zh} 至 ${longDate(licence.validUntil).zh}`;
    return makePaper({
      heading: licence.issuerZh,
      title: type.name.zh,
      number: `编号 ${licence.number}`,
      blocks: [
        {
          kind: 'fields',
          rows: [{ label: '持有人', value: licence.holderName }, ...rows, { label: '有效期', value: period }],
        },
        { kind: 'text', text: type.statement.zh, indent: true },
      ],
      signer: licence.issuerZh,
      date: longDate(licence.issuedOn).zh,
      check: {
        url,
        words: `扫码核验真伪，或在 ${origin}/verify 输入核验码 ${grouped(licence.verifyCode)}。本件为电子证照的版式文件，与电子记录不一致时以核验结果为准。`,
      },
    });
  }

  async function make(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const licence = await findLicence(ctx, String(payload['licenceId']));
    if (!licence) throw licenceErrors.notFound();
    if (licence.caseId !== null) await deps.delivered(ctx, licence.caseId);
    await fileOf(ctx, licence);
  }

  return { fileOf, handlers: { 'licence.paper': make } };
}

function grouped(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-');
}
