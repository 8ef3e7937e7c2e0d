import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Catalogue } from '../../data/catalogue/index.ts';
import { system, type Context } from '../../platform/context/index.ts';
import { digest } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Files } from '../../platform/files/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import { findLicence, identifierOf, typeOf, type LicenceRow } from '../licences/index.ts';
import { licenceErrors } from '../licences/index.ts';
import type { LicenceMessage, TypeEntry } from './model.ts';
import type { Message } from './upper-store.ts';

const holders = {
  person: { library: 'person', column: 'id_number', name: '自然人' },
  entity: { library: 'legal-entity', column: 'credit_code', name: '法人和其他组织' },
} as const;

export interface ContentDeps {
  catalogue: Catalogue;
  files: Files;
}

/** What a message says: the licence with the state that it had then. Its holder can read that it was handed on. */
export async function contentOf(
  ctx: Context,
  { catalogue, files }: ContentDeps,
  message: Message,
): Promise<LicenceMessage> {
  const licence = await findLicence(ctx, message.licenceId);
  if (!licence) throw licenceErrors.notFound();
  const type = await typeOf(ctx, licence);
  const { holderKind, holderId, fields } = licence;
  recordAccess(
    { ...ctx, actor: system('licences are registered at the upper level'), purpose: 'licence-issue' },
    [
      {
        subjectKind: holderKind,
        subjectId: holderId,
        resource: 'held-licence',
        fields: ['number', 'typeName', 'state', 'fields'],
      },
    ],
  );
  return {
    certificateIdentifier: identifierOf(licence, type),
    version: message.version,
    kind: message.kind,
    state: message.state as LicenceMessage['state'],
    changedAt: message.at.toISOString(),
    certificateTypeCode: licence.typeCode,
    certificateTypeName: type.name.zh,
    certificateNumber: licence.number,
    certificateHolderName: licence.holderName,
    certificateHolderCode: await codeOf(ctx, catalogue, licence),
    certificateHolderTypeName: holders[holderKind].name,
    certificateIssuingAuthorityName: licence.issuerZh,
    certificateIssuingAuthorityCode: licence.issuerCode,
    certificateIssuedDate: licence.issuedOn,
    certificateEffectiveDate: licence.validFrom,
    certificateExpiringDate: licence.validUntil,
    fileDigest:
      message.ofdFileId === null
        ? null
        : digest('SM3', await bytesOf(ctx, files, message.ofdFileId)).toString('hex'),
    data: type.fields.flatMap(({ name }) => {
      const value = fields[name];
      if (value === undefined || value === null) return [];
      return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }];
    }),
  };
}

/** Number of the holder in the libraries; the id here where it is in none, so that it is one and the same at least. */
async function codeOf(
  ctx: Context,
  catalogue: Catalogue,
  { holderKind, holderId }: LicenceRow,
): Promise<string> {
  const { library, column } = holders[holderKind];
  const { rows } = await sql<{ code: string }>`
    select ${sql.ref(column)} as code from ${sql.table(catalogue.get(library).table ?? '')} where id = ${holderId}`.execute(
    ctx.tx,
  );
  return rows[0]?.code ?? holderId;
}

/** The holder in the libraries to whom a number belongs; undefined where it is unknown here. */
export async function findHolder(
  ctx: Context,
  catalogue: Catalogue,
  code: string,
): Promise<{ subjectKind: 'person' | 'entity'; subjectId: string } | undefined> {
  for (const kind of ['person', 'entity'] as const) {
    const { library, column } = holders[kind];
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(catalogue.get(library).table ?? '')} where ${sql.ref(column)} = ${code} limit 1`.execute(
      ctx.tx,
    );
    if (rows[0]) return { subjectKind: kind, subjectId: rows[0].id };
  }
  return undefined;
}

export async function bytesOf(ctx: Context, files: Files, id: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of files.read(await files.get(ctx, id))) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The types of licences in force, as the upper level is told of them. */
export async function typesHere(ctx: Context): Promise<TypeEntry[]> {
  return (await listTypes(ctx)).map((content) => ({
    certificateTypeCode: content.code,
    certificateTypeName: content.name.zh,
    definingAuthorityCode: content.catalogue?.authority ?? null,
    holder: content.holder,
    validMonths: content.validMonths ?? null,
    fields: content.fields.map(({ name, label }) => ({ name, label: label.zh })),
  }));
}

export async function listTypes(ctx: Context): Promise<LicenceTypeSource[]> {
  const { rows } = await sql<{ content: LicenceTypeSource }>`
    select distinct on (key) content from definition where kind = 'licenceType'
    order by key, version desc limit 500`.execute(ctx.tx);
  return rows.map(({ content }) => content);
}
