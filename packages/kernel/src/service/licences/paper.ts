import type { Layout } from '@quancheng/pack-sdk';
import { DomainError, platformErrors } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { FileRow, Files } from '../../platform/files/index.ts';
import { makeLicenceFiles, previewOf, type LicenceData } from '../../platform/papers/index.ts';
import { getCurrent } from '../../work/definitions/index.ts';
import type { Sealer } from '../seals/index.ts';
import { identifierOf } from './identifier.ts';
import { typeOf } from './present.ts';
import { licenceErrors } from './errors.ts';
import { findLicence, type LicenceRow } from './store.ts';

export type LicenceForm = 'pdf' | 'ofd';

export interface LicencePapers {
  /** A file of a licence, made now if it was not yet, and again once its issuer has a seal that it lacked. */
  fileOf(ctx: Context, licence: LicenceRow, form: LicenceForm): Promise<FileRow>;
  /** As it looks, without its seal, for a screen: SVG. */
  pictureOf(ctx: Context, licence: LicenceRow): Promise<string>;
  readonly handlers: Record<string, (ctx: Context, payload: Record<string, unknown>) => Promise<void>>;
}

interface Deps {
  files: Files;
  seals: Sealer;
  origin: string;
  /** Hears when the files are there: then the holder has the licence. */
  delivered: (ctx: Context, caseId: string) => Promise<void>;
}

/** Makes the files of licences, OFD and PDF drawn alike, under the seal of the issuer. */
export function createLicencePapers({ files, seals, origin, delivered }: Deps): LicencePapers {
  async function fileOf(ctx: Context, licence: LicenceRow, form: LicenceForm): Promise<FileRow> {
    const made = await makeOnce(ctx, licence);
    return files.get(ctx, form === 'pdf' ? made.fileId : made.ofdFileId);
  }

  async function makeOnce(ctx: Context, licence: LicenceRow): Promise<{ fileId: string; ofdFileId: string }> {
    if (licence.sealed) return keptOf(licence);
    // The job and a first fetch may come at once: the later one takes what the earlier one made.
    const { rows } = await sql<Pick<LicenceRow, 'fileId' | 'ofdFileId' | 'sealed'>>`
      select file_id, ofd_file_id, sealed from licence where id = ${licence.id} for update`.execute(ctx.tx);
    const known = { ...licence, ...rows[0] };
    if (known.sealed) return keptOf(known);
    const sealing = await findSealing(ctx, licence);
    if (!sealing && known.fileId !== null && known.ofdFileId !== null) return keptOf(known);
    const layout = await layoutOf(ctx, licence);
    const { pdf, ofd } = await makeLicenceFiles(
      layout,
      await dataOf(ctx, licence),
      sealing ?? { ofd: 'unsealed', pdf: 'unsealed' },
    );
    if (!pdf || !ofd) throw new Error('both files were asked for');
    const keep = (name: string, mediaType: string, content: Uint8Array) =>
      files.keep(ctx, { name: `${licence.number}.${name}`, mediaType, content });
    const kept = {
      fileId: (await keep('pdf', 'application/pdf', pdf)).id,
      ofdFileId: (await keep('ofd', 'application/ofd', ofd)).id,
    };
    await ctx.tx
      .updateTable('licence')
      .set({ ...kept, sealed: sealing !== undefined })
      .where('id', '=', licence.id)
      .execute();
    return kept;
  }

  /** Undefined while the issuer has no seal for the type: then the files bear none. */
  async function findSealing(ctx: Context, { id, issuerId, typeCode }: LicenceRow) {
    const request = {
      agencyId: issuerId,
      by: 'agency',
      forType: typeCode,
      purpose: '签发电子证照',
      entity: { kind: 'licence', id },
    } as const;
    try {
      return { ofd: await seals.forOfd(ctx, request), pdf: await seals.forPdf(ctx, request) };
    } catch (error) {
      if (error instanceof DomainError && error.entry.code === 'seal.not-granted') return undefined;
      throw error;
    }
  }

  async function dataOf(ctx: Context, licence: LicenceRow): Promise<LicenceData> {
    const type = await typeOf(ctx, licence);
    const { number, issuedOn, validFrom, validUntil, verifyCode, fields } = licence;
    return {
      type: { code: licence.typeCode, name: type.name.zh },
      number,
      identifier: identifierOf(licence, type),
      holder: { name: licence.holderName },
      issuer: licence.issuerZh,
      issuedOn,
      validFrom,
      validUntil,
      verifyCode,
      verifyUrl: `${origin}/verify/${verifyCode}`,
      fields,
    };
  }

  async function make(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const licence = await findLicence(ctx, String(payload['licenceId']));
    if (!licence) throw licenceErrors.notFound();
    if (licence.caseId !== null) await delivered(ctx, licence.caseId);
    await makeOnce(ctx, licence);
  }

  return {
    fileOf,
    pictureOf: async (ctx, licence) => previewOf(await layoutOf(ctx, licence), await dataOf(ctx, licence)),
    handlers: { 'licence.paper': make },
  };
}

function keptOf({ fileId, ofdFileId }: Pick<LicenceRow, 'fileId' | 'ofdFileId'>) {
  if (fileId === null || ofdFileId === null) throw platformErrors.notFound();
  return { fileId, ofdFileId };
}

async function layoutOf(ctx: Context, { typeCode }: LicenceRow): Promise<Layout> {
  return (await getCurrent<Layout>(ctx, 'layout', typeCode)).content;
}
