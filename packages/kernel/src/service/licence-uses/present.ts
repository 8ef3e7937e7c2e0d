import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Static } from 'typebox';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { getDefinition } from '../../work/definitions/index.ts';
import type { GrantModel, Law, UseModel } from './model.ts';
import { leavesPaper } from './papers.ts';
import type { GrantRow, UseRow } from './store.ts';

/** Fields of a licence by the names that people know; one that a later version dropped keeps its own. */
export function namedFields(type: LicenceTypeSource, names: readonly string[]) {
  return names.map((name) => ({
    name,
    label: type.fields.find((field) => field.name === name)?.label ?? { zh: name, en: name },
  }));
}

export function presentGrant(
  ctx: Context,
  type: LicenceTypeSource,
  row: GrantRow,
): Static<typeof GrantModel> {
  const { agencyZh, agencyEn, companyName } = row;
  const company = companyName === null ? null : { zh: companyName, en: companyName };
  return {
    id: row.id,
    to: row.agencyId !== null ? 'agency' : company ? 'company' : 'bearer',
    grantee: agencyZh === null ? company : { zh: agencyZh, en: agencyEn ?? agencyZh },
    fields: namedFields(type, row.fields),
    most: row.most,
    used: row.used,
    until: row.validUntil,
    purpose: row.purpose,
    createdAt: row.createdAt.toISOString(),
    paper: row.paper,
    state: stateOf(ctx, row),
  };
}

function stateOf(ctx: Context, row: GrantRow) {
  const { revokedAt, used, most, validUntil } = row;
  if (revokedAt !== null) return 'revoked';
  if (leavesPaper(ctx, row)) return 'taken';
  if (used >= most) return 'usedUp';
  return validUntil < dateOf(ctx.now) ? 'expired' : 'open';
}

/** A use without what it showed: who, when, which fields, on which ground. */
export async function presentUse(ctx: Context, row: UseRow): Promise<Static<typeof UseModel>> {
  const { content } = await getDefinition<LicenceTypeSource>(ctx, row.typeId);
  const party = row.partyName ?? '';
  return {
    id: row.id,
    record: row.number,
    at: row.at.toISOString(),
    who:
      row.agencyZh === null
        ? { zh: party, en: party }
        : { zh: row.agencyZh, en: row.agencyEn ?? row.agencyZh },
    post: row.postZh === null ? null : { zh: row.postZh, en: row.postEn ?? row.postZh },
    ground: row.ground,
    law: row.law as Law | null,
    fields: namedFields(content, row.fields),
    matter: row.matter,
    caseNumber: row.caseNumber,
    paper: row.paper,
    dispute: row.disputeReason === null ? null : { reason: row.disputeReason, answer: row.disputeAnswer },
  };
}
