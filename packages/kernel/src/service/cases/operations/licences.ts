import { fillText, type Text } from '../../../platform/text/index.ts';
import type { Context } from '../../../platform/context/index.ts';
import { findRecord } from '../../../data/libraries/index.ts';
import { system } from '../../../platform/context/index.ts';
import { ProcessRunError, type OperationCall } from '../../../work/processes/index.ts';
import {
  getNewestEdition,
  issueLicence,
  replaceLicence,
  replacements,
  type IssuedLicence,
  type NewLicence,
} from '../../licences/index.ts';
import { getAgencyBySlug } from '../../../subject/organisation/index.ts';
import { getCurrent } from '../../../work/definitions/index.ts';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { CaseDeps } from '../deps.ts';
import type { CaseSession } from '../session.ts';
import { eventWords } from '../words.ts';
import type { Operation } from './model.ts';
import { header, inputRecord, inputText, optionalText } from './inputs.ts';

const issue: Operation = async (ctx, session, call) => {
  const { row } = session;
  return issueTo(ctx, session, call, {
    id: row.applicantId,
    kind: row.applicantKind,
    name: row.applicantName,
  });
};

/** For a holder who is not the applicant, such as the buyer of a home. */
const issueToHolder: Operation = async (ctx, session, call, deps) => {
  const { id, kind } = inputRecord(call, 'holder') as { id: string; kind: 'person' | 'entity' };
  return issueTo(ctx, session, call, { id, kind, name: await nameOf(ctx, session, deps, kind, id) });
};

async function nameOf(
  ctx: Context,
  { row }: CaseSession,
  { catalogue }: CaseDeps,
  kind: 'person' | 'entity',
  id: string,
): Promise<string> {
  const reader: Context = {
    ...ctx,
    actor: system('a licence carries the name of its holder'),
    purpose: 'case-decision',
  };
  const resource = kind === 'person' ? 'person' : 'legal-entity';
  const record = await findRecord(
    reader,
    catalogue,
    resource,
    { id },
    { case: { id: row.id, number: row.number }, fields: ['name'] },
  );
  return String(record?.['name'] ?? '');
}

async function issueTo(
  ctx: Context,
  session: CaseSession,
  call: OperationCall,
  holder: NewLicence['holder'],
) {
  const { row, item } = session;
  const type = header(call, 'type');
  const validFrom = optionalText(call, 'validFrom');
  const validUntil = optionalText(call, 'validUntil');
  const { issuer } = (await getCurrent<LicenceTypeSource>(ctx, 'licenceType', type)).content;
  const licence = await issueLicence(ctx, {
    type,
    holder,
    issuerId: issuer === undefined ? item.agencyId : (await getAgencyBySlug(ctx, issuer)).id,
    caseId: row.id,
    fields: inputRecord(call, 'fields'),
    ...(validFrom ? { validFrom } : {}),
    ...(validUntil ? { validUntil } : {}),
  });
  return told(session, licence, eventWords.licenceIssued);
}

/** The next edition of a licence that the applicant holds: renewed, changed or issued again. */
const replace: Operation = async (ctx, session, call) => {
  const { row } = session;
  const asked = header(call, 'kind');
  const kind = replacements.find((one) => one === asked);
  if (!kind) throw new ProcessRunError(call.element.id, `no way to replace a licence: “${asked}”`);
  const old = await getNewestEdition(ctx, {
    type: header(call, 'type'),
    holderId: row.applicantId,
    number: inputText(call, 'number'),
  });
  const validFrom = optionalText(call, 'validFrom');
  const validUntil = optionalText(call, 'validUntil');
  const licence = await replaceLicence(ctx, {
    licenceId: old.id,
    kind,
    caseId: row.id,
    reason: `${row.itemName}（${row.number}）`,
    holderName: row.applicantName,
    fields: inputRecord(call, 'fields'),
    ...(validFrom ? { validFrom } : {}),
    ...(validUntil ? { validUntil } : {}),
  });
  return told(session, licence, eventWords.licenceReplaced);
};

function told(session: CaseSession, licence: IssuedLicence, words: Text) {
  const { name, number } = licence;
  session.row.licenceId = licence.id;
  session.issued = licence;
  session.events.push({
    kind: 'licenceIssued',
    text: fillText(words, { name, number }),
    bySystem: true,
    detail: { licenceId: licence.id },
  });
  return { licence: { id: licence.id, number } };
}

export const licenceOperations = {
  'licence.issue': issue,
  'licence.holder': issueToHolder,
  'licence.replace': replace,
};
